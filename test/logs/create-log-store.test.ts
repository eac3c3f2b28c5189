import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTick } from 'node:timers/promises';
import type { LogSource } from '../../src/logs/log-store.ts';
import { all, event, openLog, sent, start, texts } from './log-fixtures.ts';

const levels = (source: LogSource) => all(source).map((line) => (line.kind === 'line' ? line.level : undefined));

test('returns lines with time, level and sequence', () => {
  const { source, write } = openLog();
  write(sent(5, event('INFO', 'one')), sent(6, event('WARN', 'two')));
  assert.deepEqual(all(source), [
    {
      kind: 'line',
      sequence: 0,
      at: start + 5,
      level: 'INFO',
      role: 'head',
      text: event('INFO', 'one'),
      truncatedBytes: 0,
    },
    {
      kind: 'line',
      sequence: 1,
      at: start + 6,
      level: 'WARN',
      role: 'head',
      text: event('WARN', 'two'),
      truncatedBytes: 0,
    },
  ]);
});

test('gives a stack trace the level of its event, but gives no level to later output', () => {
  const { source, write } = openLog();
  write(sent(0, 'Starting as a console application'), sent(1, event('ERROR', 'it broke')));
  write(sent(1, 'java.lang.RuntimeException: it'), sent(2, '\tat a.B.c(B.java:1)'), sent(2, 'Caused by: x'));
  write(sent(1999, 'printed by the job itself'), sent(2000, event('INFO', 'on')), sent(2001, 'and its next line'));
  assert.deepEqual(levels(source), [undefined, 'ERROR', 'ERROR', 'ERROR', 'ERROR', undefined, 'INFO', 'INFO']);
});

test('evicts the oldest lines and counts them', () => {
  const { source, write } = openLog({ memoryBytes: 120, now: () => start + 2005 });
  write(...[1, 2, 3, 4, 5].map((number) => sent(number, `line ${number}`)));
  assert.deepEqual(texts(source), ['line 3', 'line 4', 'line 5']);
  assert.deepEqual(source.counters, { received: 5, kept: 3, evicted: 2, bytes: 114, behindMs: 2000 });
  write(sent(6, 'x'.repeat(50)));
  assert.deepEqual(texts(source), ['line 5', 'x'.repeat(50)]);
  assert.equal(source.counters.evicted, 4);
  assert.deepEqual([source.first, source.end], [4, 6]);
});

test('limits a page to the kept lines', () => {
  const { source, write } = openLog();
  write(sent(1, 'a'), sent(2, 'b'), sent(3, 'c'));
  assert.equal(source.lines(-5, 2).length, 2);
  assert.equal(source.lines(2, 50).length, 1);
  assert.equal(source.lines(7, 9).length, 0);
});

test('repeats and loses no line when a stream resumes', () => {
  const { source, writer, write } = openLog();
  write(sent(900, 'before'), sent(1000, 'same'), sent(1000, 'same'), sent(1500, 'last'));
  writer.end('broken');
  assert.equal(writer.resumeTime(), '2026-11-23T10:00:01.000Z');
  writer.begin({ isResumed: true });
  write(sent(1000, 'same'), sent(1000, 'same'), sent(1000, 'same'), sent(1500, 'last'), sent(1500, 'new'));
  write(sent(2100, 'last'));
  assert.deepEqual(texts(source), ['before', 'same', 'same', 'last', 'same', 'new', 'last']);
});

test('keeps an incomplete line once when the stream resumes after a broken connection', () => {
  const { source, writer, write } = openLog();
  write(sent(0, 'first'), sent(10, 'second').slice(0, -3));
  writer.end('broken');
  writer.begin({ isResumed: true });
  write(sent(0, 'first'), sent(10, 'second'));
  assert.deepEqual(texts(source), ['first', 'second']);
});

test('keeps a last line without a line end when the container has ended', () => {
  const { source, writer, write } = openLog();
  write(sent(0, 'killed in the mid').trimEnd());
  writer.end('complete');
  assert.deepEqual(texts(source), ['killed in the mid']);
});

test('marks a gap after a log rotation', () => {
  const { source, writer, write } = openLog();
  write(sent(0, 'old'));
  writer.end('broken');
  writer.begin({ isResumed: true });
  write(sent(60_000, 'much later'));
  const gap = '1m of logs may be missing, from 2026-11-23T10:00:00Z to 2026-11-23T10:01:00Z: log rotation or restart';
  assert.deepEqual(texts(source), ['old', `[${gap}]`, 'much later']);
  assert.equal(all(source)[1]?.kind === 'gap' && all(source)[1]?.at, start + 60_000);
});

test('does not restore evicted lines when a stream resumes', () => {
  const { source, writer, write } = openLog({ memoryBytes: 70 });
  write(sent(100, 'a'), sent(200, 'b'), sent(300, 'c'), sent(400, 'd'));
  writer.begin({ isResumed: true });
  write(sent(100, 'a'), sent(200, 'b'), sent(300, 'c'), sent(400, 'd'), sent(500, 'e'));
  assert.deepEqual(texts(source), ['d', 'e']);
});

test('notifies once per event loop iteration, but changes the version with each write', async () => {
  const { store, source, write } = openLog();
  await nextTick();
  let notified = 0;
  const unsubscribe = store.subscribe(() => {
    notified += 1;
  });
  const before = source.version;
  write(sent(1, 'a'));
  write(sent(2, 'b'));
  await nextTick();
  await nextTick();
  assert.equal(notified, 1);
  assert.equal(source.version, before + 2);
  unsubscribe();
  write(sent(3, 'c'));
  await nextTick();
  await nextTick();
  assert.equal(notified, 1);
});
