import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rootCause } from '../../src/flink/root-cause.ts';

const at = '\n\tat org.apache.flink.runtime.rest.handler.AbstractHandler.respondAsLeader(AbstractHandler.java:188)';

const cases: readonly { readonly name: string; readonly trace: string; readonly expected: string }[] = [
  {
    name: 'removes the class name',
    trace: `org.apache.flink.runtime.rest.handler.RestHandlerException: Job could not be found.${at}`,
    expected: 'Job could not be found.',
  },
  {
    name: 'removes nested class names',
    trace: `java.util.concurrent.CompletionException: org.apache.flink.runtime.checkpoint.CheckpointException: Task has failed.${at}`,
    expected: 'Task has failed.',
  },
  {
    name: 'returns the deepest cause',
    trace: `java.lang.IllegalStateException: value 7 is one too many${at}\n\t... 17 more\nCaused by: java.io.IOException: store is away${at}\nCaused by: java.lang.NumberFormatException: For input string: "seven"${at}`,
    expected: 'For input string: "seven"',
  },
  {
    name: 'keeps the outer message of a cause that is only a path',
    trace: `java.io.IOException: Failed to create savepoint directory${at}\nCaused by: java.nio.file.AccessDeniedException: /savepoints${at}`,
    expected: 'Failed to create savepoint directory: access denied: /savepoints',
  },
  {
    name: 'keeps the outer message of a cause without a message',
    trace: `java.lang.RuntimeException: Could not start the job${at}\nCaused by: java.lang.NullPointerException${at}`,
    expected: 'Could not start the job: NullPointerException',
  },
  {
    name: 'ignores suppressed exceptions',
    trace: `java.io.IOException: disk is full${at}\n\tSuppressed: java.io.IOException: could not close${at}\n\tCaused by: java.lang.Exception: never mind${at}`,
    expected: 'disk is full',
  },
  {
    name: 'joins a message of several lines',
    trace: `org.apache.flink.util.FlinkException: The job needs:\n  - more slots\n  - more memory${at}`,
    expected: 'The job needs: - more slots - more memory',
  },
  {
    name: 'removes the markers around a server exception',
    trace: `<Exception on server side:\njava.lang.IllegalArgumentException: not a number${at}\n\nEnd of exception on server side>`,
    expected: 'not a number',
  },
  { name: 'keeps a plain message', trace: 'Not found: /nowhere', expected: 'Not found: /nowhere' },
  {
    name: 'does not treat a config key as a class name',
    trace: 'Config key [a.b] is not set.',
    expected: 'Config key [a.b] is not set.',
  },
  { name: 'returns an empty string for an empty trace', trace: '', expected: '' },
];

for (const { name, trace, expected } of cases) {
  test(name, () => assert.equal(rootCause(trace), expected));
}

test('truncates long messages with an ellipsis', () => {
  const cut = rootCause(`java.io.IOException: ${'no room '.repeat(500)}`);
  assert.equal(cut.length, 600);
  assert.ok(cut.endsWith('…'));
});
