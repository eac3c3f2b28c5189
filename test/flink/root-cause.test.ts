import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rootCause } from '../../src/flink/root-cause.ts';

const at = '\n\tat org.apache.flink.runtime.rest.handler.AbstractHandler.respondAsLeader(AbstractHandler.java:188)';

const cases: readonly { readonly name: string; readonly trace: string; readonly says: string }[] = [
  {
    name: 'the class name goes',
    trace: `org.apache.flink.runtime.rest.handler.RestHandlerException: Job could not be found.${at}`,
    says: 'Job could not be found.',
  },
  {
    name: 'classes around classes go',
    trace: `java.util.concurrent.CompletionException: org.apache.flink.runtime.checkpoint.CheckpointException: Task has failed.${at}`,
    says: 'Task has failed.',
  },
  {
    name: 'the deepest cause is the reason',
    trace: `java.lang.IllegalStateException: value 7 is one too many${at}\n\t... 17 more\nCaused by: java.io.IOException: store is away${at}\nCaused by: java.lang.NumberFormatException: For input string: "seven"${at}`,
    says: 'For input string: "seven"',
  },
  {
    name: 'a cause that is only a path keeps the sentence above it',
    trace: `java.io.IOException: Failed to create savepoint directory${at}\nCaused by: java.nio.file.AccessDeniedException: /savepoints${at}`,
    says: 'Failed to create savepoint directory: access denied: /savepoints',
  },
  {
    name: 'a cause without words keeps the sentence above it',
    trace: `java.lang.RuntimeException: Could not start the job${at}\nCaused by: java.lang.NullPointerException${at}`,
    says: 'Could not start the job: NullPointerException',
  },
  {
    name: 'a suppressed exception is not the cause',
    trace: `java.io.IOException: disk is full${at}\n\tSuppressed: java.io.IOException: could not close${at}\n\tCaused by: java.lang.Exception: never mind${at}`,
    says: 'disk is full',
  },
  {
    name: 'a message of several lines becomes one',
    trace: `org.apache.flink.util.FlinkException: The job needs:\n  - more slots\n  - more memory${at}`,
    says: 'The job needs: - more slots - more memory',
  },
  {
    name: 'the marks around an exception of the server go',
    trace: `<Exception on server side:\njava.lang.IllegalArgumentException: not a number${at}\n\nEnd of exception on server side>`,
    says: 'not a number',
  },
  { name: 'a plain sentence stays', trace: 'Not found: /nowhere', says: 'Not found: /nowhere' },
  {
    name: 'a sentence with a colon is no class',
    trace: 'Config key [a.b] is not set.',
    says: 'Config key [a.b] is not set.',
  },
  { name: 'nothing stays nothing', trace: '', says: '' },
];

for (const { name, trace, says } of cases) {
  test(name, () => assert.equal(rootCause(trace), says));
}

test('a reason that is longer than a screen is cut, and shows it', () => {
  const cut = rootCause(`java.io.IOException: ${'no room '.repeat(500)}`);
  assert.equal(cut.length, 600);
  assert.ok(cut.endsWith('…'));
});
