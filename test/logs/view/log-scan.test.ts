import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFilter } from '../../../src/logs/compile-filter.ts';
import type { LogFilter } from '../../../src/logs/log-filter.ts';
import type { LogSource } from '../../../src/logs/log-store.ts';
import { createEventMatcher } from '../../../src/logs/match-event.ts';
import type { Folds } from '../../../src/logs/view/folds.ts';
import { createFilterScan, createSearchScan, type LogScan } from '../../../src/logs/view/log-scan.ts';
import { shownLines } from '../../../src/logs/view/shown-lines.ts';
import { createLogs } from './log-lines.ts';

const all: LogFilter = { level: undefined, texts: [], loggers: [], job: undefined };
const text = (value: string, isNegated = false, isRegex = false) => ({ text: value, isNegated, isRegex });

const head = (level: string, logger: string, message: string) =>
  `2026-11-24 00:00:00,000 ${level.padEnd(5)} org.apache.flink.${logger} [] - ${message}`;

/** Heads, stack traces and plain output, in an order that looks like none but is always the same. */
function* someLog(count: number): Generator<string> {
  let state = 7;
  const random = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const levels = ['DEBUG', 'INFO', 'WARN', 'ERROR'];
  for (let index = 0; index < count; index += 1) {
    yield head(
      levels[random(4)] ?? '',
      ['Task', 'Checkpoints'][random(2)] ?? '',
      `number ${index} of Żółw ${random(9)}`,
    );
    if (random(4) > 0) continue;
    yield `java.lang.IllegalStateException: broken ${random(3)}`;
    for (let frame = random(9); frame > 0; frame -= 1) yield `\tat com.example.Job.run(Job.java:${frame})`;
    yield 'Caused by: java.io.IOException: Disk full';
    yield '\t... 12 more';
  }
}

function work(scan: LogScan, sources: readonly LogSource[]): void {
  while (scan.work(sources, performance.now() + 1));
}

const foundIn = (scan: LogScan, source: LogSource) => {
  const found = scan.found(source);
  return Array.from({ length: found.length }, (_, index) => found.at(index) ?? 0).filter(
    (line) => line >= source.first,
  );
};

/** What the filter leaves, by taking every event apart. */
function expected(source: LogSource, filter: LogFilter): readonly number[] {
  const matches = createEventMatcher(filter);
  const events: { level: LogSource['levelAt']; lines: number[]; texts: string[] }[] = [];
  for (const line of source.lines(source.first, source.end)) {
    if (line.kind === 'gap') continue;
    if (line.role === 'head' || events.length === 0) events.push({ level: source.levelAt, lines: [], texts: [] });
    events.at(-1)?.lines.push(line.sequence);
    events.at(-1)?.texts.push(line.text);
  }
  return events
    .filter(({ lines: [first = 0], texts }) =>
      matches({ level: source.levelAt(first), logger: source.loggerAt(first), text: texts.join('\n') }),
    )
    .flatMap(({ lines }) => lines);
}

const filters: readonly LogFilter[] = [
  { ...all, level: 'WARN' },
  { ...all, loggers: ['Task'] },
  { ...all, texts: [text('disk full')] },
  { ...all, texts: [text('żółw 3')] },
  { ...all, texts: [text('Job.java:4'), text('broken 1', true)] },
  { ...all, texts: [text('^number|Job\\.java:[3-5]\\)$', false, true)] },
  { ...all, texts: [text('number 1'), text('Disk')], level: 'INFO', loggers: ['org.apache.flink.Checkpoints'] },
  { ...all, texts: [text('2026-11-24T')] },
  { ...all, texts: [text('000')], job: { id: 'no such job', names: ['number 77 of'] } },
];

for (const filter of filters) {
  test(`a filter finds what taking every event apart would: ${JSON.stringify(filter)}`, () => {
    const { write, source } = createLogs();
    const scan = createFilterScan(compileFilter(filter));
    const lines = [...someLog(6000)];
    for (const line of lines.slice(0, 5000)) write('a', 1, line);
    work(scan, [source('a')]);
    assert.deepEqual(foundIn(scan, source('a')), expected(source('a'), filter));
    for (const [index, line] of lines.slice(5000).entries()) {
      write('a', 1, line);
      if (index % 7 === 0) work(scan, [source('a')]);
    }
    work(scan, [source('a')]);
    assert.deepEqual(foundIn(scan, source('a')), expected(source('a'), filter));
  });
}

test('what is evicted is forgotten, and what follows still found', () => {
  const { write, source } = createLogs({ memoryBytes: 40_000 });
  const filter = { ...all, texts: [text('Disk')] };
  const scan = createFilterScan(compileFilter(filter));
  for (const line of someLog(3000)) {
    write('a', 1, line);
    scan.work([source('a')], 0);
  }
  work(scan, [source('a')]);
  assert.ok(source('a').first > 0);
  const wanted = expected(source('a'), filter);
  // Of an event whose head was evicted, the lines that are left stay.
  assert.deepEqual(foundIn(scan, source('a')).slice(-wanted.length), wanted);
});

test('an event that is still being written passes by a later line from its head on, and fails by one', () => {
  const { write, source } = createLogs();
  const scan = createFilterScan(compileFilter({ ...all, texts: [text('disk'), text('retry', true)] }));
  write('a', 1, head('ERROR', 'Task', 'failed'));
  write('a', 1, 'java.io.IOException: no');
  work(scan, [source('a')]);
  assert.deepEqual(foundIn(scan, source('a')), []);
  write('a', 1, 'Caused by: java.io.IOException: Disk full');
  work(scan, [source('a')]);
  assert.deepEqual(foundIn(scan, source('a')), [0, 1, 2]);
  write('a', 1, '\tat com.example.Retry.run(Retry.java:1)');
  work(scan, [source('a')]);
  assert.deepEqual(foundIn(scan, source('a')), []);
});

test('no filter hides that lines are missing', () => {
  const { store, write, source } = createLogs();
  write('a', 1, head('INFO', 'Task', 'before'));
  store.open({ uid: 'a', pod: 'a', container: 'c' }).markGap('3 s are missing');
  write('a', 2, head('ERROR', 'Task', 'after'));
  const scan = createFilterScan(compileFilter({ ...all, level: 'ERROR' }));
  work(scan, [source('a')]);
  assert.deepEqual(foundIn(scan, source('a')), [1, 2]);
});

test('a search finds lines, whether they hold one match or several, and none in the times of the kubelet', () => {
  const { write, source } = createLogs();
  for (const line of ['one 1970', 'two', 'one one', 'One', 'none 01T00', 'x Żółw']) write('a', 1, line);
  const search = (pattern: RegExp) => {
    const scan = createSearchScan(pattern);
    work(scan, [source('a')]);
    return foundIn(scan, source('a'));
  };
  assert.deepEqual(search(/one/), [0, 2, 4]);
  assert.deepEqual(search(/one/i), [0, 2, 3, 4]);
  assert.deepEqual(search(/1970/), [0]);
  assert.deepEqual(search(/T00/), [4]);
  assert.deepEqual(search(/^two$/), [1]);
  assert.deepEqual(search(/ż.łw$/i), [5]);
});

test('a slice ends in time, however slow a regular expression is, in one long event too', () => {
  const { write, source } = createLogs();
  write('a', 1, head('INFO', 'Checkpoints', 'all of them:'));
  for (let line = 0; line < 1000; line += 1) write('a', 1, 'checkpoint '.repeat(90));
  const scan = createSearchScan(/c.*checkpoint.*zebra/);
  const slicesMs = Array.from({ length: 20 }, () => {
    const startedAt = performance.now();
    assert.ok(scan.work([source('a')], startedAt + 4), 'it goes on');
    return performance.now() - startedAt;
  });
  assert.ok(Math.max(...slicesMs) < 1000, `${Math.max(...slicesMs)} ms`);
});

test('frames are folded away, the exception and its causes are not', () => {
  const { write, source } = createLogs();
  const lines = [
    head('ERROR', 'Task', 'failed'),
    'java.lang.IllegalStateException: broken',
    '\tat a.B.c(B.java:1)',
    '\tat a.B.d(B.java:2)',
    'Caused by: java.io.IOException: Disk full',
    '\tat a.B.e(B.java:3)',
    head('INFO', 'Task', 'goes on'),
  ];
  for (const line of lines) write('a', 1, line);
  const { key } = source('a');
  const shownBy = (folds: Folds) => {
    const shown = shownLines({ source: source('a'), end: source('a').end, filtered: undefined, folds });
    const places: number[] = [];
    for (let line = shown.from(0); line !== undefined; line = shown.from(line + 1)) places.push(line);
    return { places, folded: places.map(shown.foldedFramesAfter) };
  };
  assert.deepEqual(shownBy({ areFolded: true, except: new Set() }), {
    places: [0, 1, 4, 6],
    folded: [0, 2, 1, 0],
  });
  assert.equal(shownBy({ areFolded: false, except: new Set() }).places.length, 7);
  assert.equal(shownBy({ areFolded: true, except: new Set([`${key} 0`]) }).places.length, 7);
});
