import assert from 'node:assert/strict';
import { test } from 'node:test';
import { podChanges } from '../../../../src/session/journal/changes/pod-changes.ts';
import type { ContainerRestartEntry, JournalEntry, PodEntry, PodPhase } from '../../../../src/session/journal/entry.ts';
import { createReplay } from '../../../../src/session/journal/journal-state.ts';
import type { PodRow } from '../../../../src/session/snapshot.ts';
import { podRow } from '../../../support/session.ts';
import { found, now, seen } from './change-fixtures.ts';

const pod = 'demo-taskmanager-1-1';
const ofPod = { pod, uid: 'u1', role: 'taskmanager', node: 'node-1' } as const;
const taskManager = (part: Partial<PodRow>) =>
  podRow({ name: pod, uid: 'u1', createdAt: now - 40_000, reason: 'the reason', ...part });
const created: PodEntry = { kind: 'pod', at: now - 40_000, ...ofPod, phase: 'created' };
const was = (phase: PodPhase): PodEntry => ({ kind: 'pod', at: now - 20_000, isSeen: true, ...ofPod, phase });
const entryOf = (phase: PodPhase, reason = 'the reason'): PodEntry => ({
  kind: 'pod',
  ...seen,
  ...ofPod,
  phase,
  reason,
});
const foundIn = (row: PodRow | undefined, known: readonly JournalEntry[] = [], watchedMs = 60_000) =>
  found(podChanges, {
    known,
    snapshot: { pods: row === undefined ? [] : [row] },
    clock: { watchingSince: now - watchedMs },
  });

test('a new pod is created and then registered', () => {
  const starting = taskManager({ status: 'starting', health: 'busy' });
  assert.deepEqual(foundIn(starting), [created]);
  assert.deepEqual(foundIn(taskManager({ status: 'registered' }), [created]), [entryOf('registered')]);
});

test('a pod without a node is created without one', () => {
  const { node: _, ...withoutNode } = created;
  assert.deepEqual(foundIn(taskManager({ status: 'pending', health: 'busy', node: undefined })), [withoutNode]);
});

test('a pod that cannot be scheduled is not starting', () => {
  const reason = '0/3 nodes are available: 3 Insufficient cpu';
  assert.deepEqual(foundIn(taskManager({ status: 'pending', health: 'warning', reason }), [created]), [
    entryOf('not starting', reason),
  ]);
});

test('a TaskManager becomes idle and gets tasks again', () => {
  assert.deepEqual(foundIn(taskManager({ status: 'idle' }), [created, was('registered')]), [entryOf('idle')]);
  assert.deepEqual(foundIn(taskManager({ status: 'registered' }), [created, was('idle')]), [entryOf('registered')]);
});

test('a TaskManager that was registered and now starts is unregistered', () => {
  const starting = taskManager({ status: 'starting', health: 'warning' });
  assert.deepEqual(foundIn(starting, [created, was('registered')]), [entryOf('unregistered')]);
  assert.deepEqual(foundIn(starting, [created]), []);
});

test('a TaskManager whose registration is not confirmed has no new phase', () => {
  const unconfirmed = [
    taskManager({ status: 'running', health: 'busy' }),
    taskManager({ status: 'stopping', health: 'busy' }),
    taskManager({ status: 'pod gone', health: 'warning', goneAt: now - 60_000 }),
  ];
  for (const row of unconfirmed) assert.deepEqual(foundIn(row, [created, was('registered')]), []);
});

test('a TaskManager that never registers is a phase', () => {
  const row = taskManager({ status: 'never registered', health: 'error' });
  assert.deepEqual(foundIn(row, [created]), [entryOf('never registered')]);
});

test('a released pod has the reason and the time of its end', () => {
  const reason = 'released by Flink as no longer needed';
  const row = taskManager({ status: 'released', health: 'gone', reason, goneAt: now - 3000 });
  assert.deepEqual(foundIn(row, [created, was('idle')]), [{ ...entryOf('released', reason), at: now - 3000 }]);
});

test('an OOM-killed pod ended when its container exited', () => {
  const lastEnd = { exitCode: 137, reason: 'OOMKilled', at: now - 4000 };
  const row = taskManager({ status: 'OOM-killed', health: 'error', lastEnd });
  const { isSeen: _, ...exact } = entryOf('OOM-killed');
  assert.deepEqual(foundIn(row, [created, was('registered')]), [{ ...exact, at: now - 4000 }]);
});

test('a failed pod without an exit time ended when it was seen', () => {
  const row = taskManager({ status: 'failed', health: 'error' });
  assert.deepEqual(foundIn(row, [created, was('registered')]), [entryOf('failed')]);
});

test('a deleted pod is recorded only after 12 s, because the JobManager may still log the reason', () => {
  const deleted = (ageMs: number) => taskManager({ status: 'deleted', health: 'gone', goneAt: now - ageMs });
  const known = [created, was('registered')];
  assert.deepEqual(foundIn(deleted(12_000), known), []);
  assert.deepEqual(foundIn(deleted(12_001), known), [{ ...entryOf('deleted'), at: now - 12_001 }]);
});

test('the settle time counts by the local clock', () => {
  const row = taskManager({ status: 'deleted', health: 'gone', goneAt: now - 3_600_000 });
  const snapshot = { pods: [row] };
  const known = [created, was('registered')];
  assert.deepEqual(found(podChanges, { known, snapshot, clock: { serverAheadMs: 3_600_000 } }), []);
  assert.deepEqual(found(podChanges, { known, snapshot, clock: { serverAheadMs: 3_580_000 } }), [
    { ...entryOf('deleted'), at: now - 20_000 },
  ]);
});

test('an evicted pod is recorded at once', () => {
  const reason = 'Evicted: The node was low on resource: memory';
  const row = taskManager({ status: 'deleted', health: 'error', reason, goneAt: now - 100 });
  assert.deepEqual(foundIn(row, [created, was('registered')]), [{ ...entryOf('deleted', reason), at: now - 100 }]);
});

test('a pod has one end', () => {
  const row = taskManager({ status: 'deleted', health: 'gone', goneAt: now - 60_000 });
  for (const end of ['released', 'OOM-killed', 'failed', 'deleted'] as const) {
    assert.deepEqual(foundIn(row, [created, was(end)]), []);
  }
});

test('a pod that disappeared while nobody watched is deleted', () => {
  const { node: _, ...withoutNode } = entryOf('deleted', 'pod is gone, reason unknown');
  assert.deepEqual(foundIn(undefined, [created, was('registered')]), [withoutNode]);
  assert.deepEqual(foundIn(undefined, [created, was('released')]), []);
});

test('nothing is found before the first list of pods', () => {
  assert.deepEqual(found(podChanges, { known: [created, was('registered')], snapshot: { pods: undefined } }), []);
});

test('a TaskManager without a pod is ignored', () => {
  assert.deepEqual(foundIn(taskManager({ status: 'pod gone', health: 'warning', containers: [] })), []);
});

test('phases of pods that are found at the start are not changes', () => {
  const idle = taskManager({ status: 'idle' });
  assert.deepEqual(foundIn(idle, [], 10_000), [created, { ...entryOf('idle'), isFirst: true }]);
  const oom = taskManager({ status: 'OOM-killed', health: 'error', lastEnd: undefined });
  assert.deepEqual(foundIn(oom, [], 10_000), [created, entryOf('OOM-killed')]);
});

const jobManager = (part: Partial<PodRow>) =>
  podRow({ name: 'demo-5d6f', uid: 'u2', role: 'jobmanager', createdAt: now - 40_000, reason: 'the reason', ...part });
const jobManagerCreated: PodEntry = {
  kind: 'pod',
  at: now - 40_000,
  pod: 'demo-5d6f',
  uid: 'u2',
  role: 'jobmanager',
  node: 'node-1',
  phase: 'created',
};
const jobManagerRuns: PodEntry = { ...jobManagerCreated, at: now - 30_000, isSeen: true, phase: 'running' };
const restart: ContainerRestartEntry = {
  kind: 'container-restart',
  at: now - 2000,
  pod: 'demo-5d6f',
  uid: 'u2',
  role: 'jobmanager',
  restarts: 1,
  reason: 'exit code 239: fatal uncaught exception',
};
const lastEnd = { exitCode: 239, reason: 'Error', at: now - 2000 };

test('a leading JobManager and a standby run', () => {
  for (const status of ['leader', 'standby'] as const) {
    const { at: _, ...running } = { ...jobManagerRuns, ...seen, reason: 'the reason' };
    assert.deepEqual(foundIn(jobManager({ status }), [jobManagerCreated]), [{ ...running, at: now }]);
  }
});

test("a restart of a JobManager's container is found once, with its exit code, and does not end the pod", () => {
  const known = [jobManagerCreated, jobManagerRuns];
  assert.deepEqual(foundIn(jobManager({ status: 'failed', health: 'error', restarts: 1, lastEnd }), known), [restart]);
  assert.deepEqual(foundIn(jobManager({ status: 'leader', restarts: 1, lastEnd }), [...known, restart]), []);
});

test('several restarts between two snapshots are one entry with the number of restarts', () => {
  const row = jobManager({ status: 'leader', restarts: 4, lastEnd: { ...lastEnd, at: now - 500 } });
  assert.deepEqual(foundIn(row, [jobManagerCreated, jobManagerRuns, restart]), [
    { ...restart, at: now - 500, restarts: 4 },
  ]);
});

test('an exited container without a restart is neither a restart nor the end of a JobManager', () => {
  const row = jobManager({ status: 'failed', health: 'error', lastEnd });
  assert.deepEqual(foundIn(row, [jobManagerCreated, jobManagerRuns]), []);
});

test('a JobManager that was OOM-killed and then deleted has ended', () => {
  const oom = { exitCode: 137, reason: 'OOMKilled', at: now - 4000 };
  const row = jobManager({ status: 'OOM-killed', health: 'error', goneAt: now - 1000, lastEnd: oom });
  assert.deepEqual(foundIn(row, [jobManagerCreated, jobManagerRuns]), [
    { ...jobManagerCreated, at: now - 4000, phase: 'OOM-killed', reason: 'the reason' },
  ]);
});

test('a pod that was seen late after its container exited has still ended when the journal is read again', () => {
  const exit = { exitCode: 137, reason: 'OOMKilled', at: now - 25_000 };
  const known = [created, was('registered')];
  const row = taskManager({ status: 'OOM-killed', health: 'error', lastEnd: exit });
  const entries = [...known, ...foundIn(row, known)].toSorted((a, b) => a.at - b.at);
  assert.deepEqual(foundIn(undefined, entries), []);
});

test('restarts that are read in another order do not reduce the number of restarts', () => {
  const replay = createReplay();
  for (const entry of [jobManagerCreated, { ...restart, restarts: 2 }, restart]) replay.apply(entry);
  assert.equal(replay.state.pods.get('u2')?.restarts, 2);
});
