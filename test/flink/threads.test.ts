import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlinkError } from '../../src/flink/error.ts';
import { withFlink } from './flink-server.ts';

const lock = 'java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject';
const dumpOf = (...threads: readonly (readonly [threadName: string, stringifiedThreadInfo: string])[]) => ({
  threadInfos: threads.map(([threadName, stringifiedThreadInfo]) => ({ threadName, stringifiedThreadInfo })),
});

test('reads the state, the frames without class loader and module, and what a thread waits for', async () => {
  const sleeping = [
    '"work (1/2)#0" Id=70 TIMED_WAITING',
    '\tat java.base@17.0.21.1/java.lang.Thread.sleep(Native Method)',
    '\tat Trouble$Throttle.map(Trouble.java:154)',
    '\tat app//org.apache.flink.streaming.api.operators.StreamMap.processElement(StreamMap.java:37)',
    '\tat app//org.apache.flink.runtime.taskmanager.Task$$Lambda$926/0x00007f2adc6948a0.run(Unknown Source)',
    '\tat app/my-loader/com.example.Job.run(Job.java:1)',
    '\t...',
    '',
    '',
  ].join('\n');
  const parked = `"sink" Id=7 WAITING on ${lock}@2e3fc9ec\n\tat java.base@17/jdk.internal.misc.Unsafe.park(Native Method)\n\t-  waiting on ${lock}@2e3fc9ec\n\n`;
  const blocked =
    '"a "quoted" name" Id=8 BLOCKED on java.lang.Object@1f owned by "owner (1/1)#0" Id=9\n\tat X.y(X.java:1)\n\t-  blocked on java.lang.Object@1f\n\n';
  const native =
    '"epoll" Id=9 RUNNABLE (in native)\n\tat sun.nio.ch.EPoll.wait(Native Method)\n\t-  locked a.B@1\n\n\tNumber of locked synchronizers = 1\n\t- c.D@2\n\n';
  const body = dumpOf(
    ['work (1/2)#0', sleeping],
    ['sink', parked],
    ['a "quoted" name', blocked],
    ['epoll', native],
    ['new', '?'],
  );
  await withFlink({ 'GET /taskmanagers/tm-1/thread-dump': [200, body] }, async (rest) => {
    const [work, sink, quoted, epoll, unknown] = await rest.threadDump('tm-1');
    assert.deepEqual(work, {
      name: 'work (1/2)#0',
      state: 'TIMED_WAITING',
      frames: [
        'java.lang.Thread.sleep(Native Method)',
        'Trouble$Throttle.map(Trouble.java:154)',
        'org.apache.flink.streaming.api.operators.StreamMap.processElement(StreamMap.java:37)',
        'org.apache.flink.runtime.taskmanager.Task$$Lambda.run(Unknown Source)',
        'com.example.Job.run(Job.java:1)',
      ],
      waitingOn: undefined,
      lockOwner: undefined,
    });
    assert.deepEqual([sink?.state, sink?.waitingOn, sink?.frames.length], ['WAITING', lock, 1]);
    assert.deepEqual(
      [quoted?.state, quoted?.waitingOn, quoted?.lockOwner],
      ['BLOCKED', 'java.lang.Object', 'owner (1/1)#0'],
    );
    assert.deepEqual([epoll?.state, epoll?.frames], ['RUNNABLE', ['sun.nio.ch.EPoll.wait(Native Method)']]);
    assert.deepEqual([unknown?.state, unknown?.frames], [undefined, []]);
  });
});

test('a TaskManager that Flink does not know is not found', async () => {
  const trace =
    '<Exception on server side:\njava.util.concurrent.CompletionException: org.apache.flink.runtime.resourcemanager.exceptions.UnknownTaskExecutorException: No TaskExecutor registered under gone.\nCaused by: org.apache.flink.runtime.resourcemanager.exceptions.UnknownTaskExecutorException: No TaskExecutor registered under gone.\n\tat a.B.c(B.java:1)\n\nEnd of exception on server side>';
  await withFlink(
    { 'GET /taskmanagers/gone/thread-dump': [500, { errors: ['Internal server error.', trace] }] },
    async (rest) => {
      await assert.rejects(
        rest.threadDump('gone'),
        (error) => error instanceof FlinkError && error.kind === 'not-found',
      );
    },
  );
});

test('reads a flame graph, and why there is none', async () => {
  const path = (subtask = '') => `GET /jobs/j/vertices/v/flamegraph?type=on_cpu${subtask}`;
  const data = { name: 'root', value: 3, children: [{ name: 'a.B.c:1', value: 3, children: [] }] };
  for (const [response, expected] of [
    [{ endTimestamp: -1 }, { state: 'terminated' }],
    [{ endTimestamp: -2 }, { state: 'disabled' }],
    [{ endTimestamp: -3 }, { state: 'waiting' }],
    [
      { endTimestamp: 17, data },
      { state: 'sampled', sampledAt: 17, root: data },
    ],
  ] as const) {
    await withFlink({ [path('&subtaskindex=1')]: [200, response] }, async (rest) => {
      assert.deepEqual(await rest.flameGraph('j', 'v', { type: 'on_cpu', subtask: 1 }), expected);
    });
  }
});

test('starts the profiler, and reads its runs and result', async () => {
  const run = {
    status: 'RUNNING',
    mode: 'CPU',
    triggerTime: 5,
    finishedTime: null,
    duration: 30,
    message: null,
    outputFile: null,
  };
  const finished = { ...run, status: 'FINISHED', message: 'Profiling Successful', outputFile: 'tm_CPU_1.html' };
  await withFlink(
    {
      'POST /taskmanagers/tm/profiler': [200, run],
      'GET /taskmanagers/tm/profiler': [200, { profilingList: [finished] }],
      'GET /taskmanagers/tm/profiler/tm_CPU_1.html': [200, '<html></html>'],
    },
    async (rest, sent) => {
      const started = await rest.startProfiler('tm', { mode: 'CPU', seconds: 30 });
      assert.deepEqual(started, { status: 'RUNNING', startedAt: 5, message: undefined, file: undefined });
      assert.deepEqual(sent[0]?.body, { mode: 'CPU', duration: 30 });
      const [known] = await rest.profilerRuns('tm');
      assert.deepEqual([known?.status, known?.startedAt, known?.file], ['FINISHED', 5, 'tm_CPU_1.html']);
      assert.equal(await rest.profilerResult('tm', 'tm_CPU_1.html'), '<html></html>');
    },
  );
});

test('reads the record rates of subtasks, and those of a source by its output', async () => {
  const id = (names: readonly string[]) =>
    `GET /jobs/j/vertices/v/metrics?${new URLSearchParams({ get: names.join(',') })}`;
  const asked = id([
    '0.numRecordsInPerSecond',
    '0.numRecordsOutPerSecond',
    '1.numRecordsInPerSecond',
    '1.numRecordsOutPerSecond',
  ]);
  const metric = (name: string, value: string) => ({ id: name, value });
  const both = [metric('0.numRecordsInPerSecond', '2.5'), metric('0.numRecordsOutPerSecond', '9.0')];
  await withFlink({ [asked]: [200, both] }, async (rest) => {
    assert.deepEqual(await rest.subtaskRecordRates('j', 'v', 2), [2.5, undefined]);
  });
  const source = [metric('0.numRecordsInPerSecond', '0.0'), metric('0.numRecordsOutPerSecond', '9.0')];
  await withFlink({ [asked]: [200, source] }, async (rest) => {
    assert.deepEqual(await rest.subtaskRecordRates('j', 'v', 2), [9, undefined]);
  });
});
