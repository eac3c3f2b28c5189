import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { jobJournals } from '../../src/diagnosis/evidence.ts';
import { healthOf } from '../../src/diagnosis/job-health.ts';
import type { FailureEntry, JournalEntry } from '../../src/session/journal/entry.ts';
import { podRow } from '../support/session.ts';
import { diagnosisOf, findingsOf, jobId, minutesAgo, now, secondsAgo, snapshotWith } from './evidence-of.ts';

const pod = 'my-first-flink-cluster-taskmanager-1-5';
const failure = (at: number, part: Partial<FailureEntry> = {}): FailureEntry => ({
  kind: 'failure',
  at,
  job: jobId,
  jobName: 'orders',
  exception: 'SocketTimeoutException',
  message: 'Read timed out',
  task: 'enrich -> deduplicate (2/4) - execution #3',
  pod,
  ...part,
});

test('a loop names the number of restarts and its cause, with task, subtask and pod', () => {
  const entries = [50, 40, 9, 6, 3, 1].map((minutes) => failure(minutesAgo(minutes)));
  const [finding] = findingsOf(snapshotWith({}), entries);
  assert.equal(finding?.rule, 'restart-loop');
  assert.equal(finding?.severity, 'critical');
  assert.equal(finding?.reason, '6 in 1h: SocketTimeoutException in enrich, taskmanager-1-5');
  assert.equal(finding?.text, 'orders restarts again and again: 6 times in the last hour, last 1m ago');
  assert.deepEqual([finding?.vertex, finding?.subtask, finding?.pod], ['enrich -> deduplicate', 2, pod]);
  assert.equal(finding?.since, minutesAgo(9));
  assert.equal(
    finding?.evidence[0],
    `6 x SocketTimeoutException: Read timed out, in enrich -> deduplicate (2/4) on ${pod}`,
  );
  assert.deepEqual(finding?.next[0]?.command, `exceptions ${'a'.repeat(32)}`);
});

test('one restart in the last ten minutes is a warning, an older one is nothing', () => {
  const [finding] = findingsOf(snapshotWith({}), [failure(minutesAgo(4))]);
  assert.deepEqual([finding?.severity, finding?.health], ['warning', 'restarted']);
  assert.deepEqual(findingsOf(snapshotWith({}), [failure(minutesAgo(11))]), []);
});

test('restarts of a job that has ended are no finding, and its state is its health', () => {
  const entries = [3, 2, 1].map((minutes) => failure(minutesAgo(minutes)));
  const snapshot = snapshotWith({ state: 'CANCELED', endTime: secondsAgo(30) });
  assert.deepEqual(findingsOf(snapshot, entries), []);
  const { notAssessed } = diagnose(snapshot, undefined, now);
  assert.deepEqual(
    notAssessed.filter(({ job: about }) => about !== undefined),
    [],
  );
  const [job] = snapshot.jobs ?? [];
  assert.ok(job);
  const { kind, word, restartsLastHour } = healthOf({ snapshot, now, entries }, jobJournals(entries, now), job);
  assert.deepEqual({ kind, word, restartsLastHour }, { kind: 'ended', word: 'canceled', restartsLastHour: 3 });
});

test('the most frequent cause is shown, and the others are evidence', () => {
  const entries = [
    failure(minutesAgo(9), { exception: 'IOException', message: 'disk full', task: 'sink (1/1)' }),
    failure(minutesAgo(8)),
    failure(minutesAgo(7)),
  ];
  const [finding] = findingsOf(snapshotWith({}), entries);
  assert.equal(finding?.cause?.exception, 'SocketTimeoutException');
  assert.match(finding?.evidence[1] ?? '', /^1 x IOException: disk full, in sink \(1\/1\)/);
});

test('the cause of a loop by failed checkpoints is the expired checkpoint', () => {
  const message =
    'Exceeded checkpoint tolerable failure threshold. The latest checkpoint failed due to Checkpoint expired before completing';
  const entries = [4, 3, 2].map((minutes): FailureEntry => {
    const { task: _task, pod: _pod, ...failed } = failure(minutesAgo(minutes));
    return { ...failed, exception: 'FlinkRuntimeException', message };
  });
  assert.equal(findingsOf(snapshotWith({}), entries)[0]?.reason, '3 in 1h: checkpoint expired');
});

test('a lost TaskManager comes before the restart that it caused', () => {
  const lost: JournalEntry = {
    ...{ kind: 'pod', at: minutesAgo(2), pod, uid: 'u', role: 'taskmanager', phase: 'OOM-killed' },
    reason: 'OOM-killed: memory limit of 1Gi exceeded',
  };
  const message = `TaskManager with id ${pod} is no longer reachable`;
  const entries = [lost, failure(minutesAgo(2) + 500, { exception: 'JobMasterException', message })];
  const findings = findingsOf(snapshotWith({}), entries);
  assert.deepEqual(
    findings.map(({ rule }) => rule),
    ['lost-task-manager', 'restart-loop'],
  );
  assert.equal(findings[0]?.text, 'TaskManager taskmanager-1-5 was OOM-killed 2m ago: orders restarted');
  const final = failure(minutesAgo(2) + 500, { exception: 'JobMasterException', message, isFinal: true });
  assert.equal(
    findingsOf(snapshotWith({}), [lost, final])[0]?.text,
    'TaskManager taskmanager-1-5 was OOM-killed 2m ago: orders failed',
  );
  assert.equal(findings[0]?.pod, pod);
});

test('without a record of the pod, a failure of Flink shows that its TaskManager is gone', () => {
  const entries = [failure(secondsAgo(20), { message: 'The TaskExecutor is shutting down.' })];
  const [finding] = findingsOf(snapshotWith({}), entries);
  assert.equal(finding?.text, 'TaskManager taskmanager-1-5 was lost 20s ago: orders restarted');
  const present = snapshotWith({}, { pods: [podRow({ name: pod })] });
  assert.equal(findingsOf(present, entries)[0]?.rule, 'restart-loop');
});

test('a TaskManager that Flink released is not lost', () => {
  const released: JournalEntry = {
    ...{ kind: 'pod', at: minutesAgo(2), pod, uid: 'u', role: 'taskmanager', phase: 'released' },
    reason: 'released by Flink',
  };
  assert.deepEqual(findingsOf(snapshotWith({}), [released]), []);
});

test('a restarted JobManager is critical without high availability', () => {
  const restart: JournalEntry = {
    ...{ kind: 'container-restart', at: minutesAgo(5), pod: 'jm', uid: 'u', role: 'jobmanager', restarts: 1 },
    reason: 'exit code 239',
  };
  const without = findingsOf(snapshotWith({}, { highAvailability: false }), [restart])[0];
  assert.deepEqual([without?.rule, without?.severity], ['job-manager-restarts', 'critical']);
  assert.match(without?.text ?? '', /Without high availability, its jobs are lost$/);
  assert.equal(findingsOf(snapshotWith({}), [restart])[0]?.severity, 'warning');
});

test('a job that failed for good names its cause', () => {
  const ended = { state: 'FAILED', endTime: minutesAgo(3), tasks: { total: 2, failed: 1, canceled: 1 } } as const;
  const [finding] = findingsOf(snapshotWith(ended), [failure(minutesAgo(3), { isFinal: true })]);
  assert.equal(finding?.rule, 'job-failed');
  assert.equal(finding?.reason, '3m ago: SocketTimeoutException in enrich, taskmanager-1-5');
});

test('without a journal, restarts are not assessed, and the health says so', () => {
  const snapshot = snapshotWith({});
  const job = snapshot.jobs?.[0] ?? assert.fail();
  const unknown = healthOf({ snapshot, now, entries: undefined }, undefined, job);
  assert.deepEqual([unknown.word, unknown.restartsLastHour], ['not assessed', undefined]);
  const known = healthOf({ snapshot, now, entries: [] }, jobJournals([], now), job);
  assert.equal(known.restartsLastHour, 0);
});

test('a rescaled job under the adaptive scheduler has no finding', () => {
  const rescaled: JournalEntry[] = [
    { kind: 'job', at: secondsAgo(20), job: jobId, jobName: 'orders', state: 'RESTARTING' },
    {
      ...{ kind: 'parallelism', at: secondsAgo(19), job: jobId, jobName: 'orders' },
      vertices: [{ id: 'v', name: 'v', from: 1, to: 2 }],
    },
    { kind: 'job', at: secondsAgo(18), job: jobId, jobName: 'orders', state: 'RUNNING' },
  ];
  for (const state of ['RESTARTING', 'RUNNING'] as const) {
    assert.deepEqual(diagnosisOf(snapshotWith({ state }), rescaled).findings, []);
  }
});
