import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { FlinkError } from '../../../../src/flink/error.ts';
import type { Checkpoints, JobVertex } from '../../../../src/flink/responses.ts';
import type { JobEntry, LastSeenEntry } from '../../../../src/session/journal/entry.ts';
import type { JudgeJob } from '../../../../src/session/journal/last-seen/judge-job.ts';
import { watchEnds } from '../../../../src/session/journal/last-seen/watch-ends.ts';
import { checkpoints, vertexSubtasks } from '../../../../src/session/readings/flink-readings.ts';
import type { LoadState, VertexLoad } from '../../../../src/session/readings/job-load.ts';
import { jobPlacement } from '../../../../src/session/readings/job-placement.ts';
import type { JobRow } from '../../../../src/session/readings/join-jobs.ts';
import type { Reading, Readings } from '../../../../src/session/readings/reading.ts';
import type { SessionSnapshot } from '../../../../src/session/snapshot.ts';
import { vertexOf } from '../../../support/job-vertex.ts';
import { sessionSnapshot } from '../../../support/session.ts';
import { jobRow, now, read, readingsOf, unread } from '../changes/change-fixtures.ts';

const ended: Partial<JobRow> = { state: 'FAILED', endTime: now, lastModification: now };
const end: JobEntry = { kind: 'job', at: now, job: 'a1', jobName: 'orders', state: 'FAILED' };
const lost: JobEntry = { ...end, state: 'LOST', isSeen: true };
const clock = { now, serverAheadMs: 0, flinkAheadMs: 0, watchingSince: 0 };

const load = (busy: number, measuredAt = now - 3000): VertexLoad => ({
  ...{ busy, idle: 1 - busy, backPressured: 0, measuredAt },
  rates: { readRecords: 10, writeRecords: 20, readBytes: 0, writeBytes: 0 },
});

function loadsOf(vertices: readonly JobVertex[], loads: { readonly [id: string]: VertexLoad }) {
  const job = jobRow();
  const state: LoadState = { detail: { ...job, vertices }, counters: new Map(), load: new Map(Object.entries(loads)) };
  return new Map([['a1', state]]);
}

const hot = loadsOf([vertexOf('source'), vertexOf('score', ['source'])], {
  source: load(0.1),
  score: load(0.97),
});
const statistics = {
  ...{ enabled: true as const, completed: 9, failed: 2, inProgress: 0, restored: 0, history: [] },
  ...{ latestSavepoint: undefined, latestFailed: undefined, latestRestored: undefined },
  latestCompleted: {
    ...{
      id: 10,
      triggeredAt: 0,
      completedAt: now,
      durationMs: 97,
      stateSize: 1,
      isSavepoint: false,
      path: 's3://b/chk-10',
    },
  },
} satisfies Checkpoints;
const placement = { taskNames: [], taskManagers: ['tm-2', 'tm-1'], failure: undefined };
const complete = readingsOf(read(checkpoints('a1'), statistics), read(jobPlacement('a1', now), placement));

/** A watch at `now`, and the snapshots that it sees. */
function watch(t: TestContext, judge?: JudgeJob) {
  t.mock.timers.enable({ apis: ['Date'], now });
  const ends = watchEnds(judge);
  const see = (part: Partial<SessionSnapshot>) => {
    const snapshot = sessionSnapshot(part);
    ends.observe(snapshot, [], now);
    return snapshot;
  };
  const running = (part: Partial<SessionSnapshot> = {}) => see({ jobs: [jobRow()], loads: hot, ...part });
  /** The job has failed, and its end is recorded. */
  const fail = (readings: Readings = complete) => {
    const snapshot = see({ jobs: [jobRow(ended)], readings });
    ends.recorded([end]);
    return snapshot;
  };
  return { ends, see, running, fail };
}

test('after the end of a job: its last load, the last checkpoints and the pods of its tasks', (t) => {
  const { ends, running, fail } = watch(t);
  running();
  const snapshot = fail();
  const expected: LastSeenEntry = {
    ...{ kind: 'last-seen', at: now, job: 'a1', jobName: 'orders', state: 'FAILED' },
    ...{ startedAt: now - 60_000, measuredAt: now - 3000 },
    ...{ names: ['source', 'score'], parallelisms: [2, 2], inputs: [[], [0]] },
    ...{ busy: [10, 97], backPressured: [0, 0], idle: [90, 3], readRecords: [10, 10], writeRecords: [20, 20] },
    ...{ completed: 9, failed: 2, checkpoint: 10, path: 's3://b/chk-10', pods: ['tm-1', 'tm-2'] },
  };
  assert.deepEqual(ends.take(snapshot, clock), [expected]);
  ends.recorded([expected, { ...end, at: now + 1 }]);
  assert.deepEqual(ends.take(snapshot, clock, true), [], 'once');
});

test('a job that had ended before it was watched is left out', (t) => {
  const { ends, fail } = watch(t);
  assert.deepEqual(ends.take(fail(), clock, true), []);
});

test('the pods and the last checkpoints are awaited for 20 s, and read once', (t) => {
  const { ends, running, fail, see } = watch(t);
  running();
  const snapshot = fail(readingsOf(read(checkpoints('a1'), statistics, now - 1)));
  assert.deepEqual(
    ends.readings(snapshot).map(({ key, isBackground, intervalMs }) => [key, isBackground, intervalMs]),
    [[`job-placement/a1/${now}`, true, Number.POSITIVE_INFINITY]],
  );
  t.mock.timers.tick(19_999);
  assert.deepEqual(ends.take(snapshot, clock), []);
  const denied = unread(jobPlacement('a1', now), new FlinkError('server', 'no'));
  const other = see({ jobs: [jobRow(ended)], readings: readingsOf(read(checkpoints('a1'), statistics), denied) });
  const [entry] = ends.take(other, clock);
  assert.deepEqual([entry?.completed, entry?.pods], [9, undefined], 'a failure is an answer');
  assert.deepEqual(ends.readings(snapshot), []);
});

test('after 20 s, and when flink-tui ends, the entry has what is known', (t) => {
  for (const waitMs of [20_000, 0]) {
    const { ends, running, fail } = watch(t);
    running({ readings: readingsOf(read(vertexSubtasks('a1', 'score'), [{ pod: 'tm-7' }] as never)) });
    const snapshot = fail(readingsOf());
    assert.deepEqual(ends.take(snapshot, clock), []);
    t.mock.timers.tick(waitMs);
    const [entry] = ends.take(snapshot, clock, waitMs === 0);
    assert.deepEqual([entry?.busy, entry?.completed, entry?.pods], [[10, 97], undefined, undefined]);
    t.mock.timers.reset();
  }
});

test('a new attempt without a load keeps the load of the previous one, with its time', (t) => {
  const { ends, running, fail } = watch(t);
  running();
  running({
    loads: loadsOf([vertexOf('source', [], { status: 'FAILED' }), vertexOf('score')], {}),
    jobs: [jobRow({ state: 'RESTARTING' })],
  });
  running({ loads: loadsOf([vertexOf('source'), vertexOf('score')], {}) });
  const snapshot = fail();
  const [entry] = ends.take(snapshot, clock);
  assert.deepEqual([entry?.busy, entry?.measuredAt], [[10, 97], now - 3000]);
});

test('the load of a vertex is the last one while it ran', (t) => {
  const { ends, running, fail } = watch(t);
  running();
  const source = vertexOf('source', [], { status: 'FINISHED' });
  running({ loads: loadsOf([source, vertexOf('score')], { source: load(0), score: load(0.5, now - 1000) }) });
  assert.deepEqual(ends.take(fail(), clock)[0]?.busy, [10, 50]);
});

test('a lost job is recorded without a request; its pods are those that somebody looked at', (t) => {
  const { ends, running, see } = watch(t);
  const subtask = read(vertexSubtasks('a1', 'score') as Reading<unknown>, [{ pod: 'tm-7' }, { pod: undefined }]);
  const readings = readingsOf(read(checkpoints('a1'), statistics), subtask);
  running({ readings });
  const gone = see({ jobs: [], readings });
  ends.recorded([lost]);
  assert.deepEqual(ends.readings(gone), []);
  const [entry] = ends.take(gone, clock);
  assert.deepEqual(
    [entry?.state, entry?.isSeen, entry?.completed, entry?.checkpoint, entry?.pods],
    ['LOST', true, 9, 10, ['tm-7']],
  );
});

test('a job is judged when it stops to run, with the last loads', (t) => {
  const judged: (readonly [state: string, busy: number | undefined])[] = [];
  const finding = { rule: 'back-pressure', severity: 'warning', text: 'x'.repeat(1000) };
  const { ends, running, fail, see } = watch(t, ({ loads }, _entries, { id, state }) => {
    judged.push([state, loads.get(id)?.load.get('score')?.busy]);
    return { findings: [finding, finding, finding, finding], bottleneckId: 'score' };
  });
  running();
  running({ loads: loadsOf([vertexOf('source'), vertexOf('score')], {}) });
  see({ jobs: [jobRow({ state: 'FAILING' })], loads: hot });
  const [entry] = ends.take(fail(), clock);
  assert.deepEqual(judged, [['RUNNING', 0.97]]);
  assert.deepEqual([entry?.bottleneck, entry?.findings?.length, entry?.findings?.[0]?.text.length], [1, 3, 300]);
});

test('a process whose load is older waits, so that a fresher one is recorded first', (t) => {
  const { ends, running, fail } = watch(t);
  running({ loads: loadsOf([vertexOf('score')], { score: load(0.5, now - 40_000) }) });
  const snapshot = fail();
  assert.deepEqual(ends.take(snapshot, clock), []);
  t.mock.timers.tick(5000);
  assert.deepEqual(ends.take(snapshot, clock)[0]?.busy, [50]);
});

test('times are those of the API server', (t) => {
  const { ends, running, fail } = watch(t);
  running();
  const [entry] = ends.take(fail(), { ...clock, serverAheadMs: 1000, flinkAheadMs: 5000 });
  assert.deepEqual([entry?.measuredAt, entry?.startedAt], [now - 2000, now - 65_000]);
});
