import assert from 'node:assert/strict';
import { test } from 'node:test';
import { riskText } from '../../../src/session/memory/memory-texts.ts';
import { metaspacePerJob } from '../../../src/session/memory/metaspace-per-job.ts';
import type { PodMemory } from '../../../src/session/memory/pod-memory.ts';
import { type MemoryRisk, memoryRisks } from '../../../src/session/memory/risks.ts';
import { type JvmInMebibytes, type Moment, momentsOf, watchMoments } from '../../support/memory.ts';
import { jobOverview } from '../../support/session.ts';

/** Returns when each kind of risk was first seen, in seconds, and the risk. */
function firstRisks(seconds: number, at: Parameters<typeof momentsOf>[1]) {
  const found = new Map<MemoryRisk['kind'], { readonly second: number; readonly risk: MemoryRisk }>();
  watchMoments(momentsOf(seconds, at), (memory, { second }) => {
    for (const risk of memory === undefined ? [] : memoryRisks(memory)) {
      if (!found.has(risk.kind)) found.set(risk.kind, { second, risk });
    }
  });
  return found;
}

const noise = (second: number) => Math.sin(second * 7.3) * 2;

test('a leak of 1 MB/s outside of the heap is warned about at least two minutes before the kill, and only as such', () => {
  const usageAt = (second: number) => 268 + (second * 1e6) / 2 ** 20 + noise(second);
  const killedAt = Array.from({ length: 2000 }, (_, second) => second).find((second) => usageAt(second) >= 1000) ?? 0;
  const found = firstRisks(killedAt, (second) => ({ usage: usageAt(second) }));
  assert.deepEqual([...found.keys()], ['container']);
  const warned = found.get('container');
  assert.ok(killedAt - (warned?.second ?? killedAt) > 120, `warned ${killedAt - (warned?.second ?? 0)} s before`);
  assert.match(
    warned === undefined ? '' : riskText(warned.risk),
    /^container memory \d+ of 1000 MiB \(\d\d%\), grows by 5\d MiB\/min, full in \dm$/,
  );
});

test('a TaskManager that warms up, fills its heap and uses its managed memory is no finding in 30 minutes', () => {
  const found = firstRisks(1800, (second) => {
    const warm = 1 - Math.exp(-second / 120);
    // Garbage fills the heap between collections, and RocksDB fills the managed memory that it has reserved.
    const heapUsed = 40 + ((second * 1.7) % 70);
    return {
      usage: 230 + 135 * warm + 225 * warm + 90 * warm + noise(second),
      jvm: { heapUsed, gcCount: 10 + Math.floor((second * 1.7) / 70), managedUsed: 220, metaspaceUsed: 50 + 20 * warm },
    };
  });
  assert.deepEqual([...found], []);
});

test('old garbage that a full collection removes is no heap leak', () => {
  const found = firstRisks(1800, (second) => {
    const old = 30 + ((second / 6) % 58);
    return { usage: 420, jvm: { heapUsed: old + ((second * 2) % 30), gcCount: Math.floor((second * 2) / 30) } };
  });
  assert.deepEqual([...found], []);
});

test('a heap that fills up between rare collections is no leak', () => {
  const found = firstRisks(900, (second) => ({ usage: 300, jvm: { heapUsed: 30 + second / 9, gcCount: 1 } }));
  assert.deepEqual([...found], []);
});

test('a heap leak is found by the used heap after collections, and long collections are part of it', () => {
  const found = firstRisks(110, (second) => {
    const live = 30 + second;
    const isFull = live > 120;
    const jvm: JvmInMebibytes = {
      heapUsed: Math.min(134, live + ((second * 3) % 25)),
      gcCount: Math.floor((second * 3) / 25),
      gcMsPerSecond: isFull ? 400 : 5,
    };
    return { usage: 290 + second / 3, jvm };
  });
  assert.deepEqual([...found.keys()], ['heap']);
  const { second = 0, risk } = found.get('heap') ?? {};
  assert.ok(second <= 90, `found after ${second} s, full after 105 s`);
  assert.match(risk === undefined ? '' : riskText(risk), /^heap \d+ of 135 MiB \(\d+%\) after garbage collections/);
});

test('long collections without a full heap are a finding of their own after a minute', () => {
  const found = firstRisks(200, (second) => ({
    usage: 290,
    jvm: { heapUsed: 50, gcCount: second, gcMsPerSecond: second >= 60 ? 250 : 20 },
  }));
  assert.deepEqual([...found.keys()], ['gc']);
  assert.ok((found.get('gc')?.second ?? 0) >= 115);
});

/** Submits bounded jobs one after another. Each takes 25 s, and leaves 25 MB of metaspace. */
function submissions(count: number, leaked: number): PodMemory | undefined {
  const everySeconds = 30;
  let last: PodMemory | undefined;
  const job = (index: number, isEnded: boolean) => ({
    ...jobOverview({ name: `report ${index}`, id: String(index).padStart(32, '0') }),
    startTime: 0,
    ...(isEnded && ({ state: 'FINISHED', endTime: 25_000 } as const)),
  });
  const seconds = count * everySeconds + 60;
  const moments = momentsOf(seconds, (second) => {
    // The store of the JobManager is 10 s old.
    const started = Math.max(0, Math.min(count, Math.ceil((second - 40) / everySeconds)));
    return { usage: 300, jvm: { metaspaceUsed: 50.8 + started * leaked } };
  }).map((moment) => {
    const running = Math.min(count, Math.ceil((moment.second - 30) / everySeconds));
    const jobs = Array.from({ length: Math.max(0, running) }, (_, index) =>
      job(index, moment.second >= 30 + index * everySeconds + 25),
    );
    return { ...moment, jobs };
  });
  watchMoments(moments, (memory) => {
    last = memory;
  });
  return last;
}

test('six submissions that leak classes: the slope per job is within 20%, and the jobs left are named', () => {
  const memory = submissions(6, 24.5);
  const perJob = memory && metaspacePerJob(memory.jobLevels);
  assert.equal(perJob?.jobs, 6);
  assert.ok(Math.abs((perJob?.bytes ?? 0) / 2 ** 20 / 24.5 - 1) < 0.2, `${(perJob?.bytes ?? 0) / 2 ** 20} MiB`);
  const [risk] = memory === undefined ? [] : memoryRisks(memory);
  assert.equal(risk?.kind, 'metaspace');
  assert.match(
    risk === undefined ? '' : riskText(risk),
    /^metaspace 198 of 256 MiB, 2\d\.\d MiB more with each finished job: 2 more jobs fit$/,
  );
  assert.equal(risk?.severity, 'critical');
});

test('the metaspace after a job is that of Flink 20 s later, because Flink serves what it has fetched before', () => {
  const everySeconds = 60;
  const finished = (second: number) => Math.max(0, Math.floor(second / everySeconds));
  // Each job takes four seconds. The served values are up to 20 s old.
  const moments = momentsOf(330, (second) => ({
    usage: 300,
    jvm: { metaspaceUsed: 50 + 25 * finished(second - (second % 20 === 0 ? 10 : 20) + 4) },
  })).map((moment) => ({ ...moment, jobs: reports(finished(moment.second)) }));
  assert.deepEqual(levelsOf(moments), [50, 75, 100, 125, 150, 175]);
});

const reports = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...jobOverview({ name: 'report', id: String(index).padStart(32, '0'), state: 'FINISHED' }),
    startTime: 0,
    endTime: 4000,
  }));

function levelsOf(moments: readonly Moment[]): readonly number[] {
  let levels: readonly number[] = [];
  watchMoments(moments, (memory) => {
    levels = [...(memory?.jobLevels.values() ?? [])].map((bytes) => bytes / 2 ** 20);
  });
  return levels;
}

test('jobs that start right after each other have the same slope', () => {
  const everySeconds = 60;
  const ended = (second: number) => Math.floor(second / everySeconds);
  // The classes of the next job are loaded ten seconds after the end of the previous one was seen.
  const moments = momentsOf(330, (second) => ({
    usage: 300,
    jvm: { metaspaceUsed: 50 + 25 * ended(second + everySeconds - 10) },
  })).map((moment) => ({
    ...moment,
    jobs: Array.from({ length: ended(moment.second) }, (_, index) => ({
      ...jobOverview({ name: 'report', id: String(index).padStart(32, '0'), state: 'FINISHED' }),
      startTime: 0,
      endTime: everySeconds * 1000,
    })),
  }));
  let bytes: number | undefined;
  watchMoments(moments, (memory) => {
    bytes = memory && metaspacePerJob(memory.jobLevels)?.bytes;
  });
  assert.equal(bytes, 25 * 2 ** 20);
});

test('classes of two finished jobs that the JVM has not had to unload yet are no finding', () => {
  const memory = submissions(2, 15);
  assert.equal(memory && metaspacePerJob(memory.jobLevels)?.jobs, 2);
  assert.deepEqual(memory && memoryRisks(memory), []);
  const leaking = submissions(2, 25.8);
  assert.deepEqual(
    (leaking === undefined ? [] : memoryRisks(leaking)).map(({ kind }) => kind),
    ['metaspace'],
  );
});

test('jobs that give their metaspace back are no finding', () => {
  const memory = submissions(6, 0.5);
  assert.deepEqual(memory && memoryRisks(memory), []);
});
