import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createConsole } from '../../../src/demo/flink/logs/container-log.ts';
import { stackTrace } from '../../../src/demo/flink/logs/stack-trace.ts';

const noon = Date.UTC(2025, 0, 31, 12, 34, 56, 789);

test("writes a log event with Flink's default pattern, followed by the stack trace", () => {
  const console = createConsole(() => noon);
  const cause = { className: 'java.io.IOException', message: 'away', frames: ['Store.open(Store.java:7)'] };
  const thrown = {
    className: 'java.lang.IllegalStateException',
    message: 'no',
    frames: ['Map.map(Map.java:3)'],
    cause,
  };
  console.write('WARN', 'org.apache.flink.runtime.taskmanager.Task', 'it failed', ...stackTrace(thrown));
  assert.deepEqual(
    console.log.lines.map(({ text }) => text),
    [
      '2025-01-31 12:34:56,789 WARN  org.apache.flink.runtime.taskmanager.Task                    [] - it failed',
      'java.lang.IllegalStateException: no',
      '\tat Map.map(Map.java:3)',
      'Caused by: java.io.IOException: away',
      '\tat Store.open(Store.java:7)',
      '\t... 1 more',
    ],
  );
});

test('times have nanoseconds and strictly increase', () => {
  const console = createConsole(() => noon);
  for (let line = 0; line < 3000; line += 1) console.print(`line ${line}`);
  const times = console.log.lines.map(({ at }) => at);
  assert.match(times[0] ?? '', /^2025-01-31T12:34:56\.789\d{6}Z$/);
  assert.equal(new Set(times).size, times.length);
  assert.deepEqual([...times].sort(), times);
});

test('keeps the newest lines in bounded memory', () => {
  const console = createConsole(Date.now);
  for (let line = 0; line < 40_000; line += 1) console.print(`line ${line}`);
  const { lines } = console.log;
  assert.equal(lines.at(-1)?.text, 'line 39999');
  assert.ok(lines.length >= 5000 && lines.length <= 10_000, `the log has ${lines.length} lines`);
});

test('followers get each line, and the end of the log once', () => {
  const console = createConsole(Date.now);
  const received: (string | undefined)[] = [];
  const unsubscribe = console.log.subscribe((line) => received.push(line?.text));
  console.log.subscribe(() => unsubscribe());
  console.print('one');
  console.print('after unsubscribe');
  const receivedLater: (string | undefined)[] = [];
  console.log.subscribe((line) => receivedLater.push(line?.text));
  console.end();
  console.end();
  console.print('after the end');
  assert.deepEqual(received, ['one']);
  assert.deepEqual(receivedLater, [undefined]);
  assert.equal(console.log.isEnded, true);
});
