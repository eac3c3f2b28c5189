import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryChanges } from '../../../../src/session/journal/changes/memory-changes.ts';
import { podChanges } from '../../../../src/session/journal/changes/pod-changes.ts';
import type { MemoryEntry } from '../../../../src/session/journal/entry.ts';
import { createReplay } from '../../../../src/session/journal/journal-state.ts';
import { createIntern, parseEntry } from '../../../../src/session/journal/store/parse-entry.ts';
import { memoryOfEntry, withJournal } from '../../../../src/session/memory/journal-memory.ts';
import type { ClusterMemory } from '../../../../src/session/memory/pod-memory.ts';
import { memoryRisks } from '../../../../src/session/memory/risks.ts';
import { pointsOf } from '../../../../src/session/memory/series.ts';
import type { PodRow } from '../../../../src/session/snapshot.ts';
import { type Moment, mebibyte, momentsOf, taskManagerPod, watchMoments } from '../../../support/memory.ts';
import { jobOverview, sessionSnapshot } from '../../../support/session.ts';

const seconds = 700;
const start = Date.now() - seconds * 1000;
const running = taskManagerPod();
const killed = taskManagerPod({
  status: 'OOM-killed',
  health: 'error',
  reason: 'killed by the kernel: memory limit of 1000Mi exceeded',
  taskManager: undefined,
  lastEnd: { exitCode: 137, reason: 'OOMKilled', at: start + seconds * 1000 },
});
const usageAt = (second: number) => 300 + second;

type Recorded = { readonly entries: readonly MemoryEntry[]; readonly last: ClusterMemory };

/** Records the memory of a pod that is killed at the end. */
function record(): Recorded {
  const moments = [...momentsOf(seconds, (second) => ({ usage: usageAt(second) })), { second: seconds, pod: killed }];
  return recordMoments(moments, killed);
}

/** Records the moments, and then the last one again with the row of the pod. */
function recordMoments(moments: readonly Moment[], lastRow = running): Recorded {
  const replay = createReplay();
  const entries: MemoryEntry[] = [];
  const note = (memory: ClusterMemory, second: number, pod: PodRow) => {
    const at = start + second * 1000;
    const clock = { now: at, serverAheadMs: 0, flinkAheadMs: 0, watchingSince: start };
    for (const entry of memoryChanges(replay.state, sessionSnapshot({ pods: [pod], memory }), clock)) {
      replay.apply(entry);
      if (entry.kind === 'memory') entries.push(entry);
    }
  };
  const last = watchMoments(moments, (_, { second, pod = running }, all) => note(all, second, pod), start);
  note(last, (moments.at(-1)?.second ?? 0) + 10, lastRow);
  return { entries, last };
}

test('the last memory of a pod is recorded once, at its end, and its growth before at most each 30 s', () => {
  const { entries } = record();
  const ends = entries.filter(({ isEnd }) => isEnd);
  assert.equal(ends.length, 1);
  const [end] = ends;
  assert.deepEqual([end?.pod, end?.at], [running.name, killed.lastEnd?.at]);
  assert.ok(Math.abs((end?.usage ?? 0) / mebibyte - usageAt(690)) < 15);
  assert.equal(end?.limit, 1_048_576_000);
  assert.ok(Math.abs((end?.growth ?? 0) / mebibyte - 60) < 3);
  const before = entries.filter(({ isEnd }) => !isEnd);
  // The warning began at about 600 MiB, five minutes after the start.
  assert.ok(before.length >= 10 && before.length <= 16, `${before.length} entries`);
  assert.ok(before.every(({ at }, index) => index === 0 || at - (before[index - 1]?.at ?? 0) >= 30_000));
});

test('the metaspace per job is recorded again when another job has finished', () => {
  const everySeconds = 60;
  const finished = (second: number) => Math.floor(second / everySeconds);
  const moments = momentsOf(330, (second) => ({ jvm: { metaspaceUsed: 80 + 25 * finished(second) } })).map(
    (moment) => ({
      ...moment,
      jobs: Array.from({ length: finished(moment.second) }, (_, index) =>
        jobOverview({ name: 'report', id: String(index).padStart(32, '0'), state: 'FINISHED' }),
      ),
    }),
  );
  assert.deepEqual(
    recordMoments(moments).entries.map(({ finishedJobs, metaspacePerJob = 0 }) => [
      finishedJobs,
      metaspacePerJob / mebibyte,
    ]),
    [
      [2, 25],
      [3, 25],
      [4, 25],
      [5, 25],
    ],
  );
});

test('a process that starts later knows the growth from the journal', () => {
  const { entries } = record();
  const now = start + 600_000;
  const earlier = entries.filter(({ at }) => at < now);
  const once = watchMoments([{ second: 600, usage: usageAt(600), jvm: {} }], undefined, start);
  const [memory] = [...once.pods.values()];
  assert.ok(memory !== undefined);
  assert.deepEqual(memoryRisks(memory), []);
  const [risk] = memoryRisks(withJournal(memory, earlier, now));
  assert.equal(risk?.kind, 'container');
  assert.ok(risk?.kind === 'container' && Math.abs((risk.timeLeftMs ?? 0) - 100_000) < 20_000);
});

test('the used heap after collections is that of the journal and that measured since', () => {
  const measured = watchMoments(
    [600, 610, 620].map((second) => ({ second, jvm: { heapUsed: second / 10, gcCount: second } })),
    undefined,
    start,
  );
  const [memory] = [...measured.pods.values()];
  assert.ok(memory !== undefined);
  const [entry] = record().entries;
  assert.ok(entry !== undefined);
  const earlier = { ...entry, at: start + 590_000, heapLow: 59 * mebibyte };
  const lows = pointsOf(withJournal(memory, [earlier], start + 620_000).heapLows, 0);
  assert.deepEqual(
    lows.map(({ value }) => value / mebibyte),
    [59, 61, 62],
  );
});

test('a stored entry is read again, with the same last bars', () => {
  const end = record().entries.find(({ isEnd }) => isEnd);
  const read = parseEntry(JSON.stringify(end), createIntern());
  assert.deepEqual(read, end);
  assert.ok(read?.kind === 'memory');
  const memory = memoryOfEntry(read);
  assert.deepEqual([memory.usage, memory.limit, memory.jvm?.heapUsed], [end?.usage, end?.limit, end?.heapUsed]);
  assert.ok(memory.endedAt !== undefined);
});

test('the row of an OOM-killed pod says how much it used, and how fast it grew', () => {
  const { last } = record();
  const clock = { now: Date.now(), serverAheadMs: 0, flinkAheadMs: 0, watchingSince: start };
  const [, entry] = podChanges(createReplay().state, sessionSnapshot({ pods: [killed], memory: last }), clock);
  assert.match(
    (entry?.kind === 'pod' && entry.reason) || '',
    /^killed by the kernel: memory limit of 1000Mi exceeded: 99\d of 1000 MiB used, growing by \d\d MiB\/min$/,
  );
});
