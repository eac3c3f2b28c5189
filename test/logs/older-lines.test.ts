import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all, event, identity, openLog, sent, start, texts } from './log-fixtures.ts';

const key = `${identity.uid}/${identity.container}`;
const log = [
  sent(0, event('WARN', 'zero', 'a.Old')),
  sent(1, 'a.b.Fault: one'),
  sent(1, '\tat a.B.c(B.java:2)'),
  sent(3, event('INFO', 'three')),
  sent(4, event('INFO', 'four')),
  sent(5, event('ERROR', 'five')),
];

/** Reads the last lines of a log, then these chunks from its beginning. */
function readOlder(newest: number, ...chunks: readonly string[]) {
  const opened = openLog();
  opened.write(...log.slice(-newest));
  const older = opened.store.prepend(key);
  const needsMore = chunks.map((chunk) => older?.write(Buffer.from(chunk)));
  return { ...opened, needsMore, lines: older?.end() };
}

test('inserts the beginning of a log with the same result as reading the whole log', () => {
  const { source, store, write, lines } = readOlder(2, log.join(''));
  assert.equal(lines, 4);
  assert.deepEqual([source.first, source.end], [-4, 2]);
  assert.equal(source.counters.received, 6);

  const whole = openLog();
  whole.write(...log);
  const unnumbered = (lines: ReturnType<typeof all>) => lines.map((line) => ({ ...line, sequence: 0 }));
  assert.deepEqual(unnumbered(all(source)), unnumbered(all(whole.source)));
  assert.deepEqual(source.lines(-4, -3)[0]?.sequence, -4);
  assert.deepEqual([source.headOf(-2), source.loggerAt(-2), source.timeAt(-1)], [-4, 'a.Old', start + 3]);
  assert.deepEqual(source.minutes(), whole.source.minutes());
  assert.deepEqual(new Set(store.loggers().map(({ name }) => name)), new Set(['a.Old', 'a.Logger']));
  assert.deepEqual(
    store.exceptions().map(({ title, count, last }) => [title, count, last.sequence]),
    [['a.b.Fault: one', 1, -4]],
  );
  write(sent(6, 'new'));
  assert.equal(texts(source).at(-1), 'new');
});

test('stops reading at the first kept line', () => {
  const { needsMore, lines } = readOlder(2, ...log);
  assert.deepEqual(needsMore, [true, true, true, true, false, false]);
  assert.equal(lines, 4);
});

test('inserts nothing if the stream breaks before the first kept line', () => {
  const { source, lines } = readOlder(2, log.slice(0, 3).join(''));
  assert.equal(lines, 0);
  assert.deepEqual(texts(source), [event('INFO', 'four'), event('ERROR', 'five')]);
});

test('inserts nothing if the log was rotated', () => {
  const { source, lines } = readOlder(2, sent(10, 'newer'));
  assert.equal(lines, 0);
  assert.equal(source.first, 0);
});

test('inserts an earlier line with the same timestamp as the first kept line', () => {
  const { writer, store, source } = openLog();
  writer.write(Buffer.from(sent(1, 'second')));
  const older = store.prepend(key);
  older?.write(Buffer.from(sent(1, 'first') + sent(1, 'second')));
  assert.equal(older?.end(), 1);
  assert.deepEqual(texts(source), ['first', 'second']);
});

test('does not insert older lines into an empty log, or before a line without a timestamp', () => {
  const { store, write } = openLog();
  assert.equal(store.prepend(key), undefined);
  write('without a time\n');
  assert.equal(store.prepend(key), undefined);
});
