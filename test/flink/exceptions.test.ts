import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createFlinkRest } from '../../src/flink/create-rest.ts';
import type { FlinkRest } from '../../src/flink/rest.ts';
import { withFlink } from './flink-server.ts';

const frames =
  '\n\tat org.apache.flink.runtime.taskmanager.Task.run(Task.java:579)\n\tat java.base/java.lang.Thread.run(Thread.java:840)';
const userTrace = (value: number) =>
  `java.lang.IllegalStateException: value ${value} is one too many${frames}\n` +
  `Caused by: java.io.IOException: store is away${frames}\n\t... 17 more\n` +
  `Caused by: java.lang.NumberFormatException: For input string: "${value}"${frames}\n\t... 17 more\n`;
const suppressedTrace = (cause: string, message = 'Recovery is suppressed by NoRestartBackoffTimeStrategy') =>
  `org.apache.flink.runtime.JobException: ${message}${frames}\nCaused by: ${cause}`;
const lostTaskManager = `org.apache.flink.util.FlinkExpectedException: The TaskExecutor is shutting down.${frames}\n`;

/** The failure of a task, as Flink 2.3 sends it. */
const taskEntry = (value: number, timestamp: number) => ({
  exceptionName: 'java.lang.IllegalStateException',
  stacktrace: userTrace(value),
  timestamp,
  failureLabels: {},
  taskName: `work -> discard: Writer (1/1) - execution #${value}`,
  endpoint: '10.244.0.3:41105',
  taskManagerId: 'red-taskmanager-1-1',
});
const taskFailure = (value: number, at: number) => ({
  at,
  exception: 'NumberFormatException',
  message: `For input string: "${value}"`,
  task: `work -> discard: Writer (1/1) - execution #${value}`,
  pod: 'red-taskmanager-1-1',
});
const jobEntry = (stacktrace: string, concurrentExceptions: readonly object[] = []) => ({
  exceptionName: /^[^:]*/.exec(stacktrace)?.[0],
  stacktrace,
  timestamp: 300,
  failureLabels: {},
  concurrentExceptions,
});

async function failuresOf(
  entries: readonly object[],
  legacyFields: object = {},
): Promise<Awaited<ReturnType<FlinkRest['exceptions']>>> {
  const response = { ...legacyFields, exceptionHistory: { entries, truncated: false } };
  let failures: Awaited<ReturnType<FlinkRest['exceptions']>> = [];
  await withFlink({ 'GET /jobs/j/exceptions?maxExceptions=20': [200, response] }, async (rest) => {
    failures = await rest.exceptions('j');
  });
  return failures;
}

test('lists the failures oldest first, each with its root cause, task and pod', async () => {
  const entries = [
    { ...taskEntry(2, 200), concurrentExceptions: [taskEntry(3, 201)] },
    { ...taskEntry(1, 100), concurrentExceptions: [] },
  ];
  assert.deepEqual(await failuresOf(entries), [
    { ...taskFailure(1, 100), concurrent: [], isFinal: false },
    { ...taskFailure(2, 200), concurrent: [taskFailure(3, 201)], isFinal: false },
  ]);
  assert.deepEqual(await failuresOf([]), []);
});

test('reads the response of Flink 1.20', async () => {
  const entry = { ...taskEntry(1, 100), location: '10.244.0.3:41105' };
  const legacy = {
    'root-exception': userTrace(1),
    timestamp: 100,
    'all-exceptions': [{ exception: userTrace(1), task: 'work', location: '10.244.0.3:41105', timestamp: 100 }],
    truncated: false,
  };
  assert.deepEqual(await failuresOf([{ ...entry, concurrentExceptions: [entry] }], legacy), [
    { ...taskFailure(1, 100), concurrent: [taskFailure(1, 100)], isFinal: false },
  ]);
});

test('a failure of the whole job, or of a task without a slot, has no pod', async () => {
  const unassigned = { ...taskEntry(1, 100), endpoint: '(unassigned)', taskManagerId: '(unassigned)' };
  const wholeJob = { ...jobEntry(lostTaskManager), taskName: null, endpoint: null, taskManagerId: null };
  const [ofTask, ofJob] = await failuresOf([wholeJob, unassigned]);
  assert.deepEqual([ofTask?.task, ofTask?.pod], [taskFailure(1, 100).task, undefined]);
  assert.deepEqual([ofJob?.task, ofJob?.pod], [undefined, undefined]);
  assert.deepEqual(
    [ofJob?.exception, ofJob?.message],
    ['FlinkExpectedException', 'The TaskExecutor is shutting down.'],
  );
});

test('a failure without a restart is final, and is the failure of the task below the wrapper', async () => {
  const trace = suppressedTrace(userTrace(2));
  const entry = jobEntry(trace, [taskEntry(1, 290), taskEntry(2, 295)]);
  assert.deepEqual(await failuresOf([entry]), [
    { ...taskFailure(2, 295), concurrent: [taskFailure(1, 290)], isFinal: true },
  ]);
});

const finalTraces: readonly { readonly name: string; readonly trace: string; readonly expected: object }[] = [
  {
    name: 'exhausted restarts of an unlisted task',
    trace: suppressedTrace(userTrace(2), 'Recovery is suppressed by FixedDelayRestartBackoffTimeStrategy(attempts=1)'),
    expected: { exception: 'NumberFormatException', message: 'For input string: "2"' },
  },
  {
    name: 'a failure that restarts cannot repair',
    trace: suppressedTrace(`java.lang.NullPointerException${frames}\n`, 'The failure is not recoverable'),
    expected: { exception: 'NullPointerException', message: 'NullPointerException' },
  },
  {
    name: 'a wrapper without a cause',
    trace: `org.apache.flink.runtime.JobException: Recovery is suppressed by NoRestartBackoffTimeStrategy${frames}\n`,
    expected: { exception: 'JobException', message: 'Recovery is suppressed by NoRestartBackoffTimeStrategy' },
  },
  {
    name: 'a failed start',
    trace: `org.apache.flink.runtime.client.JobInitializationException: Could not start the JobMaster.${frames}\nCaused by: java.io.FileNotFoundException: Cannot find checkpoint or savepoint file/directory${frames}\n`,
    expected: {
      exception: 'FileNotFoundException',
      message: 'Cannot find checkpoint or savepoint file/directory',
    },
  },
];
for (const { name, trace, expected } of finalTraces) {
  test(`is final: ${name}`, async () => {
    const none = { task: undefined, pod: undefined, concurrent: [], isFinal: true };
    assert.deepEqual(await failuresOf([jobEntry(trace)]), [{ at: 300, ...expected, ...none }]);
  });
}

test('is not final: a user exception with the same words', async () => {
  const trace = `com.example.JobException: Recovery is suppressed by hand${frames}\n`;
  assert.equal((await failuresOf([jobEntry(trace)]))[0]?.isFinal, false);
});

test('reads entries without optional fields', async () => {
  const bare = { stacktrace: `com.example.Sink$Refused: no room${frames}\n`, timestamp: 100 };
  const anonymous = { exceptionName: 'com.example.Sink$1', stacktrace: null, timestamp: 200 };
  const failures = await failuresOf([anonymous, bare]);
  assert.deepEqual(
    failures.map(({ exception, message }) => [exception, message]),
    [
      ['Refused', 'no room'],
      ['Sink$1', ''],
    ],
  );
});

test('does not keep the traces in memory', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const trace = `${userTrace(1)}${frames.repeat(500)}`;
  const entries = Array.from({ length: 16 }, (_, index) => ({ ...taskEntry(1, index), stacktrace: trace }));
  const body = JSON.stringify({ exceptionHistory: { entries, truncated: false } });
  const rest = createFlinkRest(async () => ({ status: 200, body }));
  const kept = [await rest.exceptions('j')];
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let call = 0; call < 10; call += 1) kept.push(await rest.exceptions('j'));
  collect();
  const grown = process.memoryUsage().heapUsed - before;
  assert.equal(kept.flat().length, 11 * 16);
  assert.ok(grown < body.length, `${grown} bytes for ten responses of ${body.length} characters`);
});

async function tracesOf(entries: readonly object[]): Promise<Awaited<ReturnType<FlinkRest['failureTraces']>>> {
  const response = { exceptionHistory: { entries, truncated: false } };
  let traces: Awaited<ReturnType<FlinkRest['failureTraces']>> = [];
  await withFlink({ 'GET /jobs/j/exceptions?maxExceptions=20': [200, response] }, async (rest) => {
    traces = await rest.failureTraces('j');
  });
  return traces;
}

test('reads the whole stack traces, each with the time and the task of its failure', async () => {
  const cause = taskEntry(2, 200);
  const traces = await tracesOf([jobEntry(suppressedTrace(userTrace(2)), [cause]), taskEntry(1, 100)]);
  const failures = await failuresOf([jobEntry(suppressedTrace(userTrace(2)), [cause]), taskEntry(1, 100)]);
  assert.deepEqual(
    traces.map(({ at, task }) => [at, task]),
    failures.map(({ at, task }) => [at, task]).toReversed(),
  );
  assert.deepEqual(traces[1]?.lines, userTrace(1).trimEnd().split('\n'));
  assert.match(traces[0]?.lines[0] ?? '', /^org\.apache\.flink\.runtime\.JobException: Recovery is suppressed/);
});

test('of a very long stack trace the middle is left out, and its lines are cut', async () => {
  const many = Array.from({ length: 1000 }, (_, index) => `\tat Deep.call(Deep.java:${index})`);
  const stacktrace = [`java.lang.StackOverflowError: ${'x'.repeat(5000)}`, ...many, 'Caused by: java.io.IOException'];
  const [trace] = await tracesOf([{ ...taskEntry(1, 100), stacktrace: stacktrace.join('\n') }]);
  const lines = trace?.lines ?? [];
  assert.equal(lines.length, 400);
  assert.equal(lines[0]?.length, 2001);
  assert.equal(lines[199], '\t… 603 lines left out by flink-tui');
  assert.equal(lines.at(-1), 'Caused by: java.io.IOException');
});
