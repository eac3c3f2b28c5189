// Imported into each test file's process: fails a file whose tests leave something open, such as a server or a child.
import { after } from 'node:test';

/** What is being closed when the last test ends gets so long. */
const closesWithinMs = 5000;

after(() => {
  setTimeout(() => {
    console.error(`left open after the last test: ${process.getActiveResourcesInfo().join(', ')}`);
    process.exit(1);
  }, closesWithinMs).unref();
});
