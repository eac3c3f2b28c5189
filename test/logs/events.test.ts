import assert from 'node:assert/strict';
import { test } from 'node:test';
import { event, identity, openLog, sent, start } from './log-fixtures.ts';

/** Returns the role and level of each line. Writes all lines together. */
function rolesOf(...lines: readonly string[]): readonly string[] {
  const { source, write } = openLog();
  write(...lines.map((line, index) => sent(index, line)));
  return lines.map((_, sequence) => [source.roleAt(sequence), source.levelAt(sequence)].filter(Boolean).join(' '));
}

test('groups a stack trace into one event and distinguishes frames and causes', () => {
  assert.deepEqual(
    rolesOf(
      event('ERROR', 'Fatal error occurred in the cluster entrypoint.'),
      'org.apache.flink.util.FlinkException: Could not start',
      '\tat org.apache.flink.runtime.A.b(A.java:12) ~[flink-dist-2.3.0.jar:2.3.0]',
      '\tat app//org.apache.flink.A$$Lambda/0x00007f.apply(Unknown Source) ~[?:?]',
      '\tSuppressed: java.io.IOException: closed twice',
      '\t\tat java.base/java.io.A.close(A.java:1)',
      'Caused by: java.lang.OutOfMemoryError: Metaspace',
      'and a second line of its message',
      '\tat jdk.internal.reflect.DirectMethodHandleAccessor.invoke(Unknown Source)',
      '\t... 12 more',
      event('INFO', 'on'),
    ),
    [
      'head ERROR',
      'cause ERROR',
      'frame ERROR',
      'frame ERROR',
      'cause ERROR',
      'frame ERROR',
      'cause ERROR',
      'text ERROR',
      'frame ERROR',
      'frame ERROR',
      'head INFO',
    ],
  );
});

test('gives no level to output without a logger, but groups stack frames with the previous line', () => {
  assert.deepEqual(
    rolesOf(
      'Starting Task Manager',
      'Exception in thread "main" java.lang.IllegalStateException: x',
      '\tat a.B.c(B.java:1)',
      'Caused by: a.Fault',
      'a line of its own',
    ),
    ['head', 'head', 'frame', 'cause', 'head'],
  );
});

test('separates output of sinks and of the JVM from the previous event', () => {
  assert.deepEqual(
    rolesOf(
      event('INFO', 'a message\nof several lines').split('\n')[0] ?? '',
      'its second line',
      '2> (word,1)',
      'sink-name:3> (word,2)',
      'SLF4J: Defaulting to no-operation',
      'WARNING: An illegal reflective access operation has occurred',
    ),
    ['head INFO', 'text INFO', 'head', 'head', 'head', 'head'],
  );
});

test('finds the head of an event from each of its lines', () => {
  const { source, writer, write } = openLog();
  write(
    sent(0, event('INFO', 'one')),
    sent(1, event('WARN', 'two')),
    sent(1, 'a.b.Fault: x'),
    sent(1, '\tat a.b.C(D.java)'),
  );
  writer.markGap('a gap');
  write(sent(2, 'own'));
  assert.deepEqual([0, 1, 2, 3, 4, 5].map(source.headOf), [0, 1, 1, 1, 4, 5]);
  assert.deepEqual([0, 1, 2, 3, 4, 5].map(source.loggerAt), [
    'a.Logger',
    'a.Logger',
    'a.Logger',
    'a.Logger',
    undefined,
    undefined,
  ]);
});

test('counts the events of each logger in all logs', () => {
  const { store, write } = openLog();
  write(sent(0, event('INFO', 'x', 'a.One')), sent(0, 'and more'), sent(1, event('INFO', 'x', 'a.Two')));
  store.open({ ...identity, uid: 'u2' }).write(Buffer.from(sent(0, event('INFO', 'x', 'a.One'))));
  assert.deepEqual(store.loggers(), [
    { name: 'a.One', count: 2 },
    { name: 'a.Two', count: 1 },
  ]);
});

test('counts warnings and errors per minute for the last hour', () => {
  const { source, write } = openLog();
  assert.deepEqual(source.minutes(), { minute: 0, warnings: [], errors: [] });
  write(sent(0, event('WARN', 'x')), sent(1, event('ERROR', 'x')), sent(2, '\tat a.B.c(B.java:1)'));
  write(sent(60_000, event('FATAL', 'x')), sent(60_001, event('INFO', 'x')));
  const { minute, warnings, errors } = source.minutes();
  assert.equal(minute, start / 60_000 + 1);
  assert.deepEqual([warnings.length, errors.length], [60, 60]);
  assert.deepEqual(
    [warnings.slice(-2), errors.slice(-2)],
    [
      [1, 0],
      [1, 1],
    ],
  );
  write(sent(60 * 60_000, event('ERROR', 'x')));
  assert.deepEqual(source.minutes().errors, [1, ...new Array(58).fill(0), 1]);
  write(sent(500 * 60_000, event('WARN', 'x')));
  assert.deepEqual(source.minutes().errors, new Array(60).fill(0));
});

test('finds lines by time, and line times never decrease', () => {
  const { source, writer, write } = openLog();
  write('without a time\n', sent(10, 'a'), sent(30, 'b'), sent(20, 'late'), 'without a time\n', sent(40, 'c'));
  const times = [0, 1, 2, 3, 4, 5].map((sequence) => Math.max(0, source.timeAt(sequence) - start));
  assert.deepEqual(times, [0, 10, 30, 30, 30, 40]);
  assert.deepEqual(
    [0, 10, 11, 30, 31, 41].map((at) => source.sequenceAtTime(start + at)),
    [1, 1, 2, 2, 5, 6],
  );
  writer.markGap('a gap before the next line');
  write(sent(50, 'd'));
  const [gap] = source.lines(6, 7);
  assert.deepEqual([gap?.kind, gap?.at, source.timeAt(7)], ['gap', start + 50, start + 50]);
});
