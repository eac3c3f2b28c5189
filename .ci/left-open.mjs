// Imported into each test file's process: fails a file whose tests leave something open, such as a server or a child.
import { after } from 'node:test';

/** Time for the hooks that close what the last test used; this one may run before them. */
const closesWithinMs = Number(process.env.LEFT_OPEN_AFTER_MS ?? 30_000);

after(() => {
  setTimeout(() => {
    console.error(`left open after the last test: ${process.getActiveResourcesInfo().join(', ')}`);
    process.exit(1);
  }, closesWithinMs).unref();
});
