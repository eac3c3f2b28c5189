import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { FlinkError } from '../../../src/flink/error.ts';
import type { CheckpointAttempt, Checkpoints, JobVertex } from '../../../src/flink/responses.ts';
import type { FlinkRest } from '../../../src/flink/rest.ts';
import type { CheckpointDetail, CheckpointSubtask, Subtask } from '../../../src/flink/subtask-responses.ts';
import { checkpointsTab } from '../../../src/screen/job/checkpoints/tab.ts';
import { newJobPage } from '../../../src/screen/job/job-page.ts';
import type { CheckpointEntry, JournalEntry } from '../../../src/session/journal/entry.ts';
import {
  checkpoints as checkpointsReading,
  checkpointConfig as configReading,
  checkpointDetail as detailReading,
  jobDetail,
  checkpointSubtasks as subtasksReading,
} from '../../../src/session/readings/flink-readings.ts';
import type { Reading, ReadingState } from '../../../src/session/readings/reading.ts';
import { checkpointConfig } from '../../support/checkpoint-config.ts';
import { fakeJournal } from '../../support/journal.ts';
import { openScreen } from '../../support/screen-driver/screen-driver.ts';
import { fakeSession, jobOverview, podRow, sessionSnapshot } from '../../support/session.ts';
import { screenInMemory } from '../screen-in-memory.ts';

const jobId = 'a'.repeat(32);
const pod = podRow({ name: 'my-first-flink-cluster-taskmanager-1-1' });
/** Not a constant: the tests of a file may start long after it was loaded. */
const secondsAgo = (seconds: number): number => Date.now() - seconds * 1000;
const mib = 2 ** 20;

const attempt = (id: number, secondsBefore: number, part: Partial<CheckpointAttempt> = {}): CheckpointAttempt => ({
  id,
  status: 'completed',
  triggeredAt: secondsAgo(secondsBefore),
  endedAt: secondsAgo(secondsBefore - 1),
  durationMs: 1200,
  bytes: 50 * mib,
  writtenBytes: 2 * mib,
  isSavepoint: false,
  path: `file:/storage/checkpoints/${jobId}/chk-${id}`,
  message: undefined,
  ...part,
});
const open = { endedAt: undefined, durationMs: undefined, bytes: undefined, writtenBytes: undefined, path: undefined };
const expired = {
  ...open,
  status: 'failed',
  durationMs: 10_000,
  message: 'Checkpoint expired before completing.',
} as const;

/** Eight completed ones, a savepoint, a failed one, and one in progress. */
const history = (): readonly CheckpointAttempt[] => [
  ...Array.from({ length: 7 }, (_, index) => attempt(20 + index, 120 - index * 10)),
  attempt(27, 45, { isSavepoint: true, path: 'file:/storage/savepoints/savepoint-1' }),
  attempt(28, 40, { ...expired, endedAt: secondsAgo(30) }),
  attempt(29, 12, { ...open, status: 'in-progress' }),
];

const statistics = (part: Partial<Extract<Checkpoints, { enabled: true }>> = {}): Checkpoints => ({
  enabled: true,
  completed: 27,
  failed: 1,
  inProgress: 1,
  restored: 1,
  latestCompleted: undefined,
  latestSavepoint: undefined,
  latestFailed: undefined,
  latestRestored: { id: 12, restoredAt: secondsAgo(7200), isSavepoint: false, path: undefined },
  history: history(),
  ...part,
});

const vertex = (id: string, name: string): JobVertex => ({
  ...{ id, name, parallelism: 2, status: 'RUNNING', tasks: { running: 2 }, inputs: [], counters: undefined },
});
const vertices = [vertex('source', 'Source: transfers'), vertex('work', 'look up rate')];
const part = (id: string, acknowledgedSubtasks: number, durationMs: number) => ({
  ...{ id, acknowledgedSubtasks, subtasks: 2, durationMs, latestAckAt: 0, bytes: mib, writtenBytes: mib },
  ...{ processedBytes: 0, persistedBytes: 0 },
});
function detail(id: number): CheckpointDetail {
  const found = history().find((one) => one.id === id) ?? attempt(id, 100);
  const isComplete = found.status === 'completed';
  return {
    ...{ ...found, acknowledgedSubtasks: isComplete ? 4 : 3, subtasks: 4, latestAckAt: undefined },
    vertices: [part('work', isComplete ? 2 : 1, 8000), part('source', 2, 20)],
  };
}
const acknowledged = (index: number, alignmentMs: number): CheckpointSubtask => ({
  ...{ state: 'acknowledged', index, ackAt: Date.now(), endToEndMs: alignmentMs + 20, startDelayMs: 5, alignmentMs },
  ...{ syncMs: 5, asyncMs: 10, bytes: mib, isUnaligned: false, isAborted: false },
});
const place = (index: number, startedAt: number): Subtask => ({
  ...{ index, attempt: 0, status: 'RUNNING', pod: pod.name, startedAt, endedAt: undefined, busyMs: undefined },
  ...{ idleMs: 0, backPressuredMs: 0, readRecords: 0, writeRecords: 0, readBytes: 0, writeBytes: 0, isComplete: true },
});

/** A job whose subtask 1 of `look up rate` has not acknowledged checkpoints 28 and 29. */
const flink = (overrides: Partial<FlinkRest> = {}): Partial<FlinkRest> => ({
  job: async () => ({ ...jobOverview({ name: 'orders', id: jobId }), vertices }),
  vertexGauges: async () => undefined,
  checkpoints: async () => statistics(),
  checkpointConfig: async () => checkpointConfig({ intervalMs: 10_000, timeoutMs: 60_000 }),
  checkpointDetail: async (_job, id) => detail(id),
  checkpointSubtasks: async (_job, id, vertexId) => {
    if (vertexId === 'source') return [acknowledged(0, 0), acknowledged(1, 0)];
    return [id < 28 ? acknowledged(0, 3) : { state: 'pending', index: 0 }, acknowledged(1, 7900)];
  },
  subtasks: async () => [place(0, secondsAgo(1000)), place(1, secondsAgo(1000))],
  ...overrides,
});

const recorded = (id: number, part: Partial<CheckpointEntry> = {}): JournalEntry => ({
  ...{ kind: 'checkpoint', at: secondsAgo(400 - id * 10), job: jobId, jobName: 'orders', id, outcome: 'completed' },
  ...{ durationMs: 900, bytes: 40 * mib },
  ...part,
});

const recordedEntries = () => [
  recorded(10),
  recorded(11, { outcome: 'expired', durationMs: 10_000, message: expired.message }),
  recorded(15),
];

async function openTab(
  overrides: Partial<FlinkRest> = {},
  line = 'checkpoints orders',
  entries: readonly JournalEntry[] = recordedEntries(),
) {
  const startedAt = secondsAgo(3600);
  const session = fakeSession(
    sessionSnapshot({ pods: [pod], jobs: [jobOverview({ name: 'orders', id: jobId, startTime: startedAt })] }),
    flink(overrides),
  );
  const journal = fakeJournal(entries, [{ from: secondsAgo(900), until: Date.now() }]);
  const source = { attach: async () => ({ ...session, journal }) };
  const screen = openScreen({ target: { clusterId: 'my-first-flink-cluster' }, source }, { columns: 140, rows: 44 });
  await screen.jobs.contains('orders');
  screen.commandLine.run(line);
  return { screen, session };
}

test('lists what Flink and the journal know, newest first, with gaps', async () => {
  const { screen } = await openTab();
  await screen.job.shows(
    /\[Checkpoints\]/,
    /^▶ #29 .* checkpoint in progress 1\d s – – timeout in 4\d s/m,
    /^ {2}#28 .* checkpoint expired 10 s – – Checkpoint expired before completing\.$/m,
    /^ {2}#27 .* savepoint completed 1\.2 s 50\.0 MiB 2\.0 MiB file:/m,
    /^ {2}#20 .* completed/m,
    /^ {2}#16 to #19: 4 checkpoints not recorded ─/m,
    /^ {2}#15 .* checkpoint completed 900 ms 40\.0 MiB –$/m,
    /^ {2}#12 to #14: 3 checkpoints not recorded ─/m,
    /^ {2}#11 .* expired/m,
    /^ {2}9 others not recorded: too old, or failed before they started ─/m,
  );
});

test('above the list are the strip, the trend, the counts with the last restore, and the settings', async () => {
  const { screen } = await openTab();
  await screen.job.shows(
    /#10 to #29: 10 completed, 2 expired, 1 in progress, up to 1\d s/,
    /✕ failed s savepoint ┊ 7 checkpoints not recorded/,
    /the last one failed: expired/,
    /duration steady at 1\.2 s/,
    /Counts 27 completed, 1 failed, 1 in progress, restored from #12, .* \(2h ago\)/,
    /Settings every 10 s, timeout 1m, exactly once, unaligned off, tolerates no failure/,
  );
});

test('Enter opens a checkpoint: time left, who has not acknowledged, the slowest subtasks by phase, and its vertices', async () => {
  const { screen } = await openTab();
  await screen.job.shows(/^▶ #29/m);
  screen.press('job.open-checkpoint');
  await screen.job.isTitled('2 Jobs › orders › #29');
  await screen.job.shows(
    /Status in progress, triggered .* running for 1\d s, timeout in 4\d s/,
    /Subtasks 3 of 4 acknowledged, 2\.0 MiB of state, 2\.0 MiB written/,
    /Not acknowledged 1 subtask/,
    /^▶ look up rate 1\/2 taskmanager-1-1/m,
    /VERTEX TASK POD TOTAL START DELAY ALIGNMENT SYNC ASYNC LONGEST PHASE/,
    /^ {2}look up rate 2\/2 taskmanager-1-1 7\.9 s 5 ms 7\.9 s 5 ms 10 ms alignment: back-pressure upstream/m,
    /^ {2}Source: transfers 1\/2 taskmanager-1-1 20 ms 5 ms 0 ms 5 ms 10 ms async$/m,
    /^ {2}look up rate 1\/2 8\.0 s 1\.0 MiB 1\.0 MiB/m,
  );
});

test('Enter on a subtask opens the log of its pod at the start of the checkpoint', async () => {
  const { screen, session } = await openTab({}, 'checkpoints orders 28');
  await screen.job.shows(/^▶ look up rate 1\/2 taskmanager-1-1/m);
  const writer = session.logs.open({ uid: pod.uid, pod: pod.name, container: 'flink-main-container' });
  for (const [seconds, text] of [
    [50, 'before'],
    [40, 'snapshot starts'],
    [5, 'after'],
  ] as const) {
    writer.write(Buffer.from(`${new Date(secondsAgo(seconds) + 200).toISOString()} ${text}\n`));
  }
  screen.press('job.checkpoint-log');
  await screen.logs.contains(/▶snapshot starts/);
});

test('if the subtask has restarted since, its pod is unknown and not guessed', async () => {
  const { screen } = await openTab(
    { subtasks: async () => [place(0, Date.now()), place(1, Date.now())] },
    'checkpoints orders 28',
  );
  await screen.job.shows(/^▶ look up rate 1\/2 restarted since/m);
  screen.press('job.checkpoint-log');
  await screen.message('the pod of look up rate (1/2) is unknown: it has restarted since this checkpoint');
});

test('← and → go to the next older and newer checkpoint, and Esc back to the list with it under the cursor', async () => {
  const { screen } = await openTab({}, 'checkpoints orders 29');
  await screen.job.isTitled('2 Jobs › orders › #29');
  screen.press('job.newer-checkpoint');
  await screen.message('this is the newest checkpoint');
  screen.press('job.older-checkpoint');
  await screen.job.isTitled('2 Jobs › orders › #28');
  await screen.job.shows(
    /Status expired, triggered .* took 10 s, timeout 1m/,
    /Reason Checkpoint expired before completing\./,
  );
  screen.press('job.older-checkpoint');
  await screen.job.isTitled('2 Jobs › orders › #27');
  screen.press('job.newer-checkpoint');
  await screen.job.isTitled('2 Jobs › orders › #28');
  screen.press('job.close');
  await screen.job.shows(/^▶ #28/m);
  screen.press('job.close');
  await screen.job.isClosed();
});

test('of a checkpoint that Flink no longer keeps, the journal knows the outcome', async () => {
  const notFound = new FlinkError('not-found', 'Could not find checkpointing statistics for checkpoint 11.');
  const { screen } = await openTab({ checkpointDetail: () => Promise.reject(notFound) }, 'checkpoints orders 11');
  await screen.job.shows(
    /Status expired, triggered .* took 10 s/,
    /Reason Checkpoint expired before completing\./,
    /Flink no longer keeps this checkpoint \(it keeps the last ten\), so its vertices and subtasks are unknown/,
  );
});

test('a checkpoint that nobody knows', async () => {
  const checkpointDetail = () => Promise.reject(new FlinkError('not-found', 'Could not find checkpoint 99.'));
  const { screen } = await openTab({ checkpointDetail }, 'checkpoints orders 99');
  await screen.job.shows(
    /Flink does not list checkpoint #99 \(it keeps the last ten\), and the journal does not know it\./,
  );
});

test('a job without checkpoints says so, and how to take them', async () => {
  const config = checkpointConfig({ intervalMs: undefined, timeoutMs: 600_000 });
  const none = statistics({ completed: 0, failed: 0, inProgress: 0, latestRestored: undefined, history: [] });
  const off = { checkpoints: async () => none, checkpointConfig: async () => config };
  const { screen } = await openTab(off, 'checkpoints orders', []);
  await screen.job.shows(
    /Checkpoints are off for this job\./,
    /after a failure, the job ends or starts again from nothing/,
    /flink run -Dexecution\.checkpointing\.interval=1min/,
  );
});

test('a finished checkpoint is read once, and one in progress is polled', () => {
  const readings = new Map<string, ReadingState<unknown>>();
  const set = <T>(reading: Reading<T>, value: T) => readings.set(reading.key, { value, readAt: 0, failure: undefined });
  const state = { ...screenInMemory().store.getState(), snapshot: sessionSnapshot({ readings }) };
  const needs = (openId: number) => {
    const page = { ...newJobPage(jobId), checkpoints: { cursor: openId, top: 0, openId } };
    const size = { width: 80, height: 20 };
    return checkpointsTab.readings(state, page, size).map(({ key, intervalMs, mark }) => ({ key, intervalMs, mark }));
  };
  set(checkpointsReading(jobId), statistics());
  set(jobDetail(jobId), { ...jobOverview({ name: 'orders', id: jobId }), vertices });
  set(detailReading(jobId, 28), detail(28));
  set(detailReading(jobId, 29), detail(29));
  const intervalOf = (id: number, key: string) => needs(id).find((need) => need.key === key)?.intervalMs;
  assert.equal(intervalOf(29, detailReading(jobId, 29).key), 3000);
  assert.equal(intervalOf(28, detailReading(jobId, 28).key), Number.POSITIVE_INFINITY);
  const part29 = needs(29).find(({ key }) => key === subtasksReading(jobId, 29, 'work').key);
  assert.deepEqual([part29?.intervalMs, part29?.mark], [Number.POSITIVE_INFINITY, 'in-progress 1']);
  // Flink no longer has it, so it is not requested.
  assert.equal(intervalOf(11, detailReading(jobId, 11).key), undefined);
});

for (const [columns, height] of [
  [58, 12],
  [78, 17],
  [118, 33],
  [198, 53],
] as const) {
  test(`no row is wider than ${columns} columns, with 200 vertices and hostile names`, () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      vertex(`v${index}`, `Sink \u001b[31m東京 ${index} ${'x'.repeat(90)}`),
    );
    const readings = new Map<string, ReadingState<unknown>>();
    const set = <T>(reading: Reading<T>, value: T) =>
      readings.set(reading.key, { value, readAt: 0, failure: undefined });
    set(checkpointsReading(jobId), statistics());
    set(configReading(jobId), checkpointConfig({ intervalMs: 10_000, timeoutMs: 60_000 }));
    set(jobDetail(jobId), { ...jobOverview({ name: 'orders', id: jobId }), vertices: many });
    set(detailReading(jobId, 28), {
      ...detail(28),
      subtasks: 400,
      acknowledgedSubtasks: 200,
      message: `a\n\tb ${'long '.repeat(99)}`,
      vertices: many.map(({ id }) => part(id, 1, 9)),
    });
    set(subtasksReading(jobId, 28, 'v0'), [{ state: 'pending', index: 0 }, acknowledged(1, 5)]);
    const now = Date.now();
    const state = {
      ...screenInMemory().store.getState(),
      snapshot: sessionSnapshot({ readings }),
      now,
      serverNow: now,
    };
    const size = { width: columns, height };
    for (const openId of [undefined, 28]) {
      const page = { ...newJobPage(jobId), checkpoints: { cursor: undefined, top: 0, openId } };
      const { rows } = checkpointsTab.draw(state, page, size);
      assert.ok(rows.length <= height && rows.length > 5, `${rows.length} rows`);
      for (const row of rows) assert.ok(stringWidth(stripVTControlCharacters(row)) <= columns, row);
      const isMoreNamed = rows.some((row) => row.includes('and 199 more subtasks of other vertices'));
      assert.equal(isMoreNamed, openId !== undefined && height > 15);
    }
  });
}
