// Imported into each test file's process: fails a file whose tests leave something open, such as a server or a child.
import { AsyncResource } from 'node:async_hooks';
import { after } from 'node:test';

/** A session on a real cluster may take two minutes to go. */
const hooksEndWithinMs = 180_000;
/** Time for what was closed to be gone. */
const closesWithinMs = Number(process.env.LEFT_OPEN_AFTER_MS ?? 30_000);

let timer;
const failIn = (milliseconds) => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    console.error(`left open after the last test: ${process.getActiveResourcesInfo().join(', ')}`);
    process.exit(1);
  }, milliseconds).unref();
};

/** Hooks run in the order in which they are added, and one that is added within a hook is the hook's own. */
const addToFile = AsyncResource.bind((hook) => after(hook));
after(() => {
  failIn(hooksEndWithinMs);
  addToFile(() => failIn(closesWithinMs));
});
