import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LogLevel, logLevels } from '../../../src/logs/log-store.ts';
import { createVolumeCounts, liveVolume, othersId } from '../../../src/logs/talkers/volume-counts.ts';

type Line = {
  readonly at: number;
  readonly logger: number;
  readonly level: LogLevel | undefined;
  readonly bytes: number;
};

const { bucketMs, buckets } = liveVolume;
const start = Date.parse('2026-11-23T10:00:00.000Z');

/** A small generator of numbers, so that a failure can be repeated. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

function randomLines(seed: number, count: number): readonly Line[] {
  const next = numbersFrom(seed);
  return Array.from({ length: count }, () => ({
    at: start + next(bucketMs * buckets * 2),
    logger: next(12),
    level: [...logLevels, undefined][next(logLevels.length + 1)],
    bytes: 1 + next(500),
  }));
}

const keyOf = (bucket: number, logger: number, level: LogLevel | undefined) => `${bucket} ${logger} ${level}`;

/** Counts without any structure. A bucket is dropped when a newer one takes its place. */
function naiveCounts(lines: readonly Line[]): Map<string, readonly [lines: number, bytes: number]> {
  const newestInPlace = new Map<number, number>();
  for (const { at } of lines) {
    const bucket = Math.floor(at / bucketMs);
    newestInPlace.set(bucket % buckets, Math.max(bucket, newestInPlace.get(bucket % buckets) ?? 0));
  }
  const counts = new Map<string, readonly [number, number]>();
  for (const { at, logger, level, bytes } of lines) {
    const bucket = Math.floor(at / bucketMs);
    if (newestInPlace.get(bucket % buckets) !== bucket) continue;
    const [before, bytesBefore] = counts.get(keyOf(bucket, logger, level)) ?? [0, 0];
    counts.set(keyOf(bucket, logger, level), [before + 1, bytesBefore + bytes]);
  }
  return counts;
}

function counted(counts: ReturnType<typeof createVolumeCounts>) {
  const found = new Map<string, readonly [number, number]>();
  counts.visit(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, (bucket, logger, level, lines, bytes) => {
    found.set(keyOf(bucket, logger, level), [lines, bytes]);
  });
  return found;
}

test('random lines in any order are counted like one by one', () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const lines = randomLines(seed, 400);
    const counts = createVolumeCounts(liveVolume);
    for (const { at, logger, level, bytes } of lines) counts.count(logger, level, at, bytes, true);
    assert.deepEqual(counted(counts), naiveCounts(lines), `seed ${seed}`);
    assert.equal(counts.firstAt(), Math.min(...lines.map(({ at }) => at)));
    assert.equal(counts.lastAt(), Math.max(...lines.map(({ at }) => at)));
  }
});

test('two parts of a log that are counted apart add up to the whole log', () => {
  for (let seed = 1; seed <= 10; seed += 1) {
    const lines = randomLines(seed, 300).toSorted((a, b) => a.at - b.at);
    const [older, newer, whole] = [liveVolume, liveVolume, liveVolume].map(createVolumeCounts);
    if (older === undefined || newer === undefined || whole === undefined) return assert.fail();
    for (const [index, { at, logger, level, bytes }] of lines.entries()) {
      (index < 100 ? older : newer).count(logger, level, at, bytes, index % 2 === 0);
      whole.count(logger, level, at, bytes, index % 2 === 0);
    }
    newer.add(older);
    assert.deepEqual(counted(newer), counted(whole), `seed ${seed}`);
  }
});

test('the lines of too many loggers are counted together by level, and take no more memory', () => {
  const counts = createVolumeCounts(liveVolume);
  const loggers = 5000;
  for (let logger = 1; logger <= loggers; logger += 1) counts.count(logger, 'INFO', start, 10, true);
  let series = 0;
  let others = 0;
  let lines = 0;
  counts.visit(0, Number.POSITIVE_INFINITY, (_, logger, level, count) => {
    series += 1;
    lines += count;
    if (logger === othersId && level === 'INFO') others = count;
  });
  assert.equal(series, liveVolume.maxSeries + 1);
  assert.equal(others, loggers - liveVolume.maxSeries);
  assert.equal(lines, loggers);
  counts.count(4999, 'INFO', start + bucketMs, 10, true);
  const next: number[] = [];
  const bucket = Math.floor(start / bucketMs) + 1;
  counts.visit(bucket, bucket, (_, logger) => next.push(logger));
  assert.deepEqual(next, [4999], 'a logger that floods is counted by name in the next bucket');
});

test('counting a million lines keeps only the series of ten minutes', () => {
  const counts = createVolumeCounts(liveVolume);
  for (let line = 0; line < 1_000_000; line += 1) counts.count(line % 7, 'INFO', start + line * 10, 100, true);
  let series = 0;
  counts.visit(0, Number.POSITIVE_INFINITY, () => {
    series += 1;
  });
  assert.equal(series, buckets * 7);
});
