import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findTrace } from '../../../src/session/jobs/find-trace.ts';
import { foldTrace, readTrace, userFrames } from '../../../src/session/jobs/fold-trace.ts';

const trace = [
  'java.lang.IllegalStateException: order 7 failed,',
  'giving up',
  '\tat com.example.Enrich.map(Enrich.java:76)',
  '\tat app//org.apache.flink.streaming.Task.run(Task.java:5)',
  '\tat java.base/java.lang.Thread.run(Thread.java:840)',
  'Caused by: java.net.SocketTimeoutException: Read timed out',
  '\tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:278)',
  '\tat com.example.Client$$Lambda$12/0x00007f.find(Unknown Source)',
  '\tat com.example.Client.find(Client.java:44)',
  '\t... 3 more',
];

test('folds the frames of Flink, the JVM and libraries, and keeps exceptions, messages and user code', () => {
  assert.deepEqual(
    foldTrace(readTrace(trace)).map((line) => (line.kind === 'folded' ? `(${line.count})` : line.text)),
    [
      'java.lang.IllegalStateException: order 7 failed,',
      'giving up',
      '    at com.example.Enrich.map(Enrich.java:76)',
      '(2)',
      'Caused by: java.net.SocketTimeoutException: Read timed out',
      '(1)',
      '    at com.example.Client$$Lambda$12/0x00007f.find(Unknown Source)',
      '    at com.example.Client.find(Client.java:44)',
      '(1)',
    ],
  );
});

test('class loaders and modules are removed from frames', () => {
  const texts = readTrace(trace).map(({ text }) => text);
  assert.equal(texts[3], '    at org.apache.flink.streaming.Task.run(Task.java:5)');
  assert.equal(texts[4], '    at java.lang.Thread.run(Thread.java:840)');
});

test('the frames of user code are those of the deepest cause that has any', () => {
  assert.deepEqual(userFrames(readTrace(trace)).slice(1), ['at com.example.Client.find(Client.java:44)']);
  assert.deepEqual(userFrames(readTrace(trace.slice(0, 7))), ['at com.example.Enrich.map(Enrich.java:76)']);
});

const failure = { kind: 'failure', job: 'a', jobName: 'a', exception: 'E', message: '' } as const;

test('finds the trace by Flink’s time and the task', () => {
  const traces = [
    { at: 100, task: 'map (1/2)', lines: ['first'] },
    { at: 100, task: 'map (2/2)', lines: ['second'] },
  ];
  assert.deepEqual(findTrace({ ...failure, at: 40, flinkAt: 100, task: 'map (2/2)' }, traces), {
    kind: 'found',
    lines: ['second'],
  });
});

test('a trace that Flink no longer lists is dropped, and one of a newer failure is not read yet', () => {
  const traces = [{ at: 100, task: undefined, lines: [] }];
  assert.deepEqual(findTrace({ ...failure, at: 90 }, traces), { kind: 'dropped' });
  assert.deepEqual(findTrace({ ...failure, at: 110 }, traces), { kind: 'not read' });
  assert.deepEqual(findTrace({ ...failure, at: 110 }, undefined), { kind: 'not read' });
  assert.deepEqual(findTrace({ ...failure, at: 110 }, []), { kind: 'dropped' });
});
