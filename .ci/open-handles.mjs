// run-tests.mjs preloads this module in each test file's process. It fails the file if its tests leave handles open,
// such as a server or a child process.
import { AsyncResource } from 'node:async_hooks';
import { after } from 'node:test';

/** A hook may wait two minutes for a session cluster to be deleted. */
const hooksTimeoutMs = 180_000;
/** Time for handles to close after the last hook. */
const closeTimeoutMs = Number(process.env.OPEN_HANDLES_TIMEOUT_MS ?? 30_000);

let timer;
const failIn = (milliseconds) => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    console.error(`open handles after the last test: ${process.getActiveResourcesInfo().join(', ')}`);
    process.exit(1);
  }, milliseconds).unref();
};

/** Adds a hook after the file's other hooks. Without the binding, the added hook would belong to the outer hook. */
const addToFile = AsyncResource.bind((hook) => after(hook));
after(() => {
  failIn(hooksTimeoutMs);
  addToFile(() => failIn(closeTimeoutMs));
});
