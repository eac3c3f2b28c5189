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

/** Generates log events in a deterministic pseudo-random order. Some have stack traces. */
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

function finishScan(scan: LogScan, sources: readonly LogSource[]): void {
  while (scan.advance(sources, performance.now() + 1));
}

const foundIn = (scan: LogScan, source: LogSource) => {
  const found = scan.found(source);
  return Array.from({ length: found.length }, (_, index) => found.at(index) ?? 0).filter(
    (line) => line >= source.first,
  );
};

/** Returns the lines of the matching events. Tests each event separately. */
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
  test(`finds the same lines as a test of every event: ${JSON.stringify(filter)}`, () => {
    const { write, source } = createLogs();
    const scan = createFilterScan(compileFilter(filter));
    const lines = [...someLog(6000)];
    for (const line of lines.slice(0, 5000)) write('a', 1, line);
    finishScan(scan, [source('a')]);
    assert.deepEqual(foundIn(scan, source('a')), expected(source('a'), filter));
    for (const [index, line] of lines.slice(5000).entries()) {
      write('a', 1, line);
      if (index % 7 === 0) finishScan(scan, [source('a')]);
    }
    finishScan(scan, [source('a')]);
    assert.deepEqual(foundIn(scan, source('a')), expected(source('a'), filter));
  });
}

test('drops evicted lines and finds later ones', () => {
  const { write, source } = createLogs({ memoryBytes: 40_000 });
  const filter = { ...all, texts: [text('Disk')] };
  const scan = createFilterScan(compileFilter(filter));
  for (const line of someLog(3000)) {
    write('a', 1, line);
    scan.advance([source('a')], 0);
  }
  finishScan(scan, [source('a')]);
  assert.ok(source('a').first > 0);
  const expectedLines = expected(source('a'), filter);
  // Remaining lines of an event with an evicted head stay in the results.
  assert.deepEqual(foundIn(scan, source('a')).slice(-expectedLines.length), expectedLines);
});

test('adds or removes an incomplete event when a later line matches', () => {
  const { write, source } = createLogs();
  const scan = createFilterScan(compileFilter({ ...all, texts: [text('disk'), text('retry', true)] }));
  write('a', 1, head('ERROR', 'Task', 'failed'));
  write('a', 1, 'java.io.IOException: no');
  finishScan(scan, [source('a')]);
  assert.deepEqual(foundIn(scan, source('a')), []);
  write('a', 1, 'Caused by: java.io.IOException: Disk full');
  finishScan(scan, [source('a')]);
  assert.deepEqual(foundIn(scan, source('a')), [0, 1, 2]);
  write('a', 1, '\tat com.example.Retry.run(Retry.java:1)');
  finishScan(scan, [source('a')]);
  assert.deepEqual(foundIn(scan, source('a')), []);
});

test('never hides gap markers', () => {
  const { store, write, source } = createLogs();
  write('a', 1, head('INFO', 'Task', 'before'));
  store.open({ uid: 'a', pod: 'a', container: 'c' }).markGap('3 s are missing');
  write('a', 2, head('ERROR', 'Task', 'after'));
  const scan = createFilterScan(compileFilter({ ...all, level: 'ERROR' }));
  finishScan(scan, [source('a')]);
  assert.deepEqual(foundIn(scan, source('a')), [1, 2]);
});

test('finds lines with one or several matches, ignoring timestamps', () => {
  const { write, source } = createLogs();
  for (const line of ['one 1970', 'two', 'one one', 'One', 'none 01T00', 'x Żółw']) write('a', 1, line);
  const search = (pattern: RegExp) => {
    const scan = createSearchScan(pattern);
    finishScan(scan, [source('a')]);
    return foundIn(scan, source('a'));
  };
  assert.deepEqual(search(/one/), [0, 2, 4]);
  assert.deepEqual(search(/one/i), [0, 2, 3, 4]);
  assert.deepEqual(search(/1970/), [0]);
  assert.deepEqual(search(/T00/), [4]);
  assert.deepEqual(search(/^two$/), [1]);
  assert.deepEqual(search(/ż.łw$/i), [5]);
});

test('ends a slice in time despite a slow regular expression', () => {
  const { write, source } = createLogs();
  write('a', 1, head('INFO', 'Checkpoints', 'all of them:'));
  for (let line = 0; line < 1000; line += 1) write('a', 1, 'checkpoint '.repeat(90));
  const scan = createSearchScan(/c.*checkpoint.*zebra/);
  const slicesMs = Array.from({ length: 20 }, () => {
    const startedAt = performance.now();
    assert.ok(scan.advance([source('a')], startedAt + 4), 'the scan continues');
    return performance.now() - startedAt;
  });
  assert.ok(Math.max(...slicesMs) < 1000, `${Math.max(...slicesMs)} ms`);
});

test('folds frames but not exceptions or causes', () => {
  const { write, source } = createLogs();
  const lines = [
    head('ERROR', 'Task', 'failed'),
    'java.lang.IllegalStateException: broken',
    '\tat a.B.c(B.java:1)',
    '\tat a.B.d(B.java:2)',
    'Caused by: java.io.IOException: Disk full',
    '\tat a.B.e(B.java:3)',
    head('INFO', 'Task', 'continued'),
  ];
  for (const line of lines) write('a', 1, line);
  const { key } = source('a');
  const shownWith = (folds: Folds) => {
    const shown = shownLines({ source: source('a'), end: source('a').end, filtered: undefined, folds });
    const lines: number[] = [];
    for (let line = shown.from(0); line !== undefined; line = shown.from(line + 1)) lines.push(line);
    return { lines, folded: lines.map(shown.foldedFramesAfter) };
  };
  assert.deepEqual(shownWith({ areFolded: true, except: new Set() }), {
    lines: [0, 1, 4, 6],
    folded: [0, 2, 1, 0],
  });
  assert.equal(shownWith({ areFolded: false, except: new Set() }).lines.length, 7);
  assert.equal(shownWith({ areFolded: true, except: new Set([`${key} 0`]) }).lines.length, 7);
});
