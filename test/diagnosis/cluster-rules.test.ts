import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobState } from '../../src/flink/responses.ts';
import { jobOverview, podRow } from '../support/session.ts';
import { diagnosisOf, findingsOf, minutesAgo, secondsAgo, snapshotWith } from './evidence-of.ts';

const pending = (number: number) =>
  podRow({
    name: `my-first-flink-cluster-taskmanager-1-${number}`,
    status: 'pending',
    health: 'warning',
    reason: '0/3 nodes are available: 3 Insufficient cpu',
  });
const waiting = { tasks: { total: 4, scheduled: 4 }, lastModification: secondsAgo(5) };

test('a job waits for the slots of its pending pods, with the words of the scheduler', () => {
  const [finding] = findingsOf(snapshotWith(waiting, { pods: [pending(1), pending(2)] }));
  assert.equal(finding?.rule, 'missing-slots');
  assert.equal(finding?.text, 'orders waits for 2 slots: 0/3 nodes have enough cpu');
  assert.equal(finding?.reason, 'for 2 slots: 0/3 nodes have enough cpu');
  assert.equal(finding?.pod, 'my-first-flink-cluster-taskmanager-1-1');
  assert.deepEqual(
    finding?.next.map(({ command }) => command),
    ['pods'],
  );
});

test('slots become free if another job is cancelled', () => {
  const { jobs = [], ...snapshot } = snapshotWith(waiting, { pods: [pending(1)] });
  const other = (state: JobState) => ({
    ...jobOverview({ name: 'other', id: 'b'.repeat(32), state }),
    lastModification: minutesAgo(60),
  });
  const commandsBeside = (state: JobState) =>
    findingsOf({ ...snapshot, jobs: [...jobs, other(state)] })[0]?.next.map(({ command }) => command);
  assert.deepEqual(commandsBeside('RUNNING'), ['pods', 'list']);
  assert.deepEqual(commandsBeside('FINISHED'), ['pods']);
});

test('a task that has just been scheduled does not wait for the pods of another job', () => {
  const restarted = { ...waiting, lastModification: secondsAgo(1) };
  assert.deepEqual(findingsOf(snapshotWith(restarted, { pods: [pending(1)] })), []);
});

test('TaskManagers that start are no finding within a minute', () => {
  const pods = [podRow({ name: 'tm', status: 'starting', health: 'busy', reason: 'not registered yet' })];
  assert.deepEqual(findingsOf(snapshotWith(waiting, { pods })), []);
  const late = { ...waiting, lastModification: minutesAgo(2) };
  assert.match(findingsOf(snapshotWith(late, { pods }))[0]?.text ?? '', /^orders waits for 1 slot: TaskManagers are /);
  assert.match(findingsOf(snapshotWith(late, { pods: [] }))[0]?.text ?? '', /waits for slots: no TaskManager is /);
});

test('a TaskManager that never registered', () => {
  const pods = [podRow({ name: 'tm', status: 'never registered', health: 'error', reason: 'running for a minute' })];
  const [finding] = findingsOf(snapshotWith({}, { pods }));
  assert.deepEqual([finding?.rule, finding?.pod], ['never-registered', 'tm']);
});

test('a job whose JobMaster does not respond', () => {
  const [finding] = findingsOf(snapshotWith({ unresponsiveSince: secondsAgo(40) }));
  assert.deepEqual([finding?.rule, finding?.reason], ['unresponsive-job-master', 'no answer from its JobMaster']);
});

test('risks are listed, but are no findings', () => {
  const configuration = new Map([['restart-strategy.type', 'none']]);
  const snapshot = snapshotWith({}, { configuration, highAvailability: false });
  const { findings, risks } = diagnosisOf(snapshot);
  assert.deepEqual(findings, []);
  assert.deepEqual(
    risks.map(({ evidence }) => evidence[0]),
    [
      'high-availability.type is not set',
      'execution.checkpointing.savepoint-dir is not set',
      'restart-strategy.type is none',
    ],
  );
});

test('a configuration or jobs that cannot be read are not assessed', () => {
  const { notAssessed } = diagnosisOf(snapshotWith({}, { configuration: undefined, jobs: undefined }));
  assert.deepEqual(
    notAssessed.map(({ what }) => what),
    ['log volume', 'configuration', 'jobs'],
  );
});
