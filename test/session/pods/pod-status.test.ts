import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinPods, noPods, type PodSources } from '../../../src/session/pods/join-pods.ts';
import type { Health, PodStatus, SessionEvent } from '../../../src/session/snapshot.ts';
import { now, podOf, running, sceneOf, taskManagerOf, terminated, unschedulable, waiting } from './pod-fixtures.ts';

const warning = (reason: string, message: string): SessionEvent => ({
  at: now,
  type: 'Warning',
  object: 'Pod/demo-taskmanager-1-1',
  reason,
  message,
});

type Case = {
  readonly of: string;
  readonly pod: Parameters<typeof podOf>[0];
  readonly scene?: Partial<PodSources>;
  readonly says: readonly [word: PodStatus, health: Health, why: string];
};

const cases: readonly Case[] = [
  {
    of: 'a TaskManager with tasks',
    pod: {},
    scene: { taskManagers: [taskManagerOf(1)] },
    says: ['registered', 'ok', '1 of 2 slots in use'],
  },
  {
    of: 'a TaskManager without tasks',
    pod: {},
    scene: { taskManagers: [taskManagerOf(2)] },
    says: ['idle', 'ok', 'all 2 slots free, released after 30 s of idleness'],
  },
  {
    of: 'a TaskManager of which REST has not told',
    pod: {},
    scene: { taskManagers: undefined, restAnsweredAt: undefined, taskManagersAnsweredAt: undefined },
    says: ['running', 'busy', 'Flink has not told yet whether it is registered'],
  },
  {
    of: 'a TaskManager of which REST has not told, while it tells other things',
    pod: {},
    scene: { taskManagers: undefined, taskManagersAnsweredAt: undefined },
    says: ['running', 'busy', 'Flink has not told yet whether it is registered'],
  },
  {
    of: 'a TaskManager that started while REST was silent',
    pod: { state: running(now - 120_000) },
    scene: { restAnsweredAt: now - 600_000, taskManagersAnsweredAt: now - 600_000 },
    says: ['running', 'busy', 'Flink has not told yet whether it is registered'],
  },
  {
    of: 'a TaskManager of which REST told last soon after its start',
    pod: { state: running(now - 120_000) },
    scene: { restAnsweredAt: now - 110_000, taskManagersAnsweredAt: now - 110_000 },
    says: ['starting', 'busy', 'its process runs, it has not registered yet'],
  },
  {
    of: 'a TaskManager while REST is not allowed',
    pod: {},
    scene: {
      taskManagers: undefined,
      restAnsweredAt: undefined,
      taskManagersAnsweredAt: undefined,
      isRestDenied: true,
    },
    says: ['running', 'ok', "its slots are not known: Flink's REST API is not allowed"],
  },
  {
    of: 'a TaskManager that started a moment ago',
    pod: { state: running(now - 5000) },
    says: ['starting', 'busy', 'its process runs, it has not registered yet'],
  },
  {
    of: 'a TaskManager that runs for minutes unregistered',
    pod: { state: running(now - 180_000) },
    says: [
      'never registered',
      'error',
      'its process runs for more than a minute and has not registered with the JobManager; Flink gives it 5 minutes',
    ],
  },
  {
    of: 'a pod that no node has room for',
    pod: unschedulable(
      '0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No victims.',
    ),
    says: ['pending', 'warning', '0/3 nodes are available: 3 Insufficient cpu'],
  },
  {
    of: 'a pod that the scheduler has not looked at',
    pod: { spec: { nodeName: undefined }, status: { phase: 'Pending', containerStatuses: [], conditions: [] } },
    says: ['pending', 'busy', 'waiting for the scheduler'],
  },
  {
    of: 'a container that is being created',
    pod: { state: waiting('ContainerCreating') },
    says: ['starting', 'busy', 'its container is being created'],
  },
  {
    of: 'an image that is being pulled',
    pod: { state: waiting('ContainerCreating') },
    scene: { events: [{ ...warning('Pulling', 'Pulling image "flink:2.3"'), type: 'Normal' }] },
    says: ['starting', 'busy', 'its image is being pulled'],
  },
  {
    of: 'a volume that cannot be mounted',
    pod: { state: waiting('ContainerCreating') },
    scene: { events: [warning('FailedMount', 'configmap "flink-config-demo" not found.\nand more')] },
    says: ['starting', 'warning', 'FailedMount: configmap "flink-config-demo" not found'],
  },
  {
    of: 'an image that cannot be pulled',
    pod: { state: waiting('ImagePullBackOff', 'Back-off pulling image "flink:nope"') },
    says: ['pending', 'error', 'ImagePullBackOff: Back-off pulling image "flink:nope"'],
  },
  {
    of: 'a container out of memory',
    pod: { state: terminated(137, 'OOMKilled') },
    says: ['OOM-killed', 'error', 'killed by the kernel: the container used more memory than its limit of 1000Mi'],
  },
  {
    of: 'a container out of memory whose pod Flink deletes',
    pod: { state: terminated(137, 'OOMKilled'), isDeleted: true },
    says: ['OOM-killed', 'error', 'killed by the kernel: the container used more memory than its limit of 1000Mi'],
  },
  {
    of: 'a fatal error',
    pod: { state: terminated(239) },
    says: ['failed', 'error', 'exit code 239: a fatal error that nothing caught'],
  },
  {
    of: 'a failure whose pod Flink deletes',
    pod: { state: terminated(1), isDeleted: true },
    says: ['failed', 'error', 'exit code 1: a failure at the start, or of the TaskManager'],
  },
  {
    of: 'an exit code without a meaning of its own',
    pod: { state: terminated(42) },
    says: ['failed', 'error', 'exit code 42'],
  },
  {
    of: 'a process that ended because its pod was deleted',
    pod: { state: terminated(143), isDeleted: true },
    says: ['stopping', 'busy', 'its process has ended, its pod is being deleted'],
  },
  {
    of: 'a pod that is being deleted',
    pod: { isDeleted: true },
    says: ['stopping', 'busy', 'its pod is being deleted; reason not seen; it was never seen registered'],
  },
  {
    of: 'a pod that is being deleted under its tasks',
    pod: { isDeleted: true },
    scene: { taskManagers: [taskManagerOf(0)] },
    says: ['stopping', 'busy', 'its pod is being deleted; reason not seen; its slots were in use when last seen'],
  },
  {
    of: 'an evicted pod',
    pod: {
      state: waiting('ContainerCreating'),
      status: { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory. ' },
    },
    says: ['failed', 'error', 'Evicted: The node was low on resource: memory'],
  },
  {
    of: 'a TaskManager whose sidecar ended',
    pod: { sidecar: terminated(0, 'Completed') },
    says: ['stopping', 'warning', 'its container sidecar has ended, so that Flink gives the pod up'],
  },
  {
    of: 'the only JobManager',
    pod: { role: 'jobmanager', name: 'demo-7c9d-abcde' },
    scene: { leader: 'demo-7c9d-abcde' },
    says: ['leader', 'ok', 'the only JobManager'],
  },
  {
    of: 'a JobManager that was restarted in its pod',
    pod: { role: 'jobmanager', name: 'demo-7c9d-abcde', restartCount: 2, lastState: terminated(2) },
    scene: { leader: 'demo-7c9d-abcde' },
    says: [
      'leader',
      'ok',
      'the only JobManager; restarted 2 times, it last ended with exit code 2: a failure of the JobManager while it ran',
    ],
  },
  {
    of: 'a JobManager that crashes again and again',
    pod: {
      role: 'jobmanager',
      state: waiting('CrashLoopBackOff', 'back-off 40s'),
      restartCount: 5,
      lastState: terminated(1),
    },
    says: [
      'failed',
      'error',
      'CrashLoopBackOff after exit code 1: a failure at the start, or of the TaskManager; restarted 5 times',
    ],
  },
  {
    of: 'a JobManager that has just started',
    pod: { role: 'jobmanager', state: running(now - 2000) },
    scene: { restAnsweredAt: now - 60_000, leader: 'demo-taskmanager-1-1' },
    says: ['starting', 'busy', 'its REST API has not answered yet'],
  },
  {
    of: 'a JobManager whose REST API cannot be asked',
    pod: { role: 'jobmanager' },
    scene: { restAnsweredAt: undefined },
    says: ['running', 'busy', 'its REST API has not answered yet'],
  },
  {
    of: 'a JobManager whose REST API is not allowed',
    pod: { role: 'jobmanager' },
    scene: { restAnsweredAt: undefined, isRestDenied: true },
    says: ['running', 'ok', 'whether it answers is not known: its REST API is not allowed'],
  },
  {
    of: 'a JobManager that leads others',
    pod: { role: 'jobmanager', name: 'demo-7c9d-abcde' },
    scene: { highAvailability: true, leader: 'demo-7c9d-abcde' },
    says: ['leader', 'ok', 'it leads'],
  },
  {
    of: 'a JobManager that waits',
    pod: { role: 'jobmanager', name: 'demo-7c9d-abcde' },
    scene: { highAvailability: true, leader: 'demo-7c9d-fghij' },
    says: ['standby', 'ok', 'it takes over when demo-7c9d-fghij goes'],
  },
  {
    of: 'a JobManager while nobody is known to lead',
    pod: { role: 'jobmanager' },
    scene: { highAvailability: true },
    says: ['running', 'ok', 'which JobManager leads is not known'],
  },
];

for (const { of, pod, scene, says } of cases) {
  test(`the word for ${of} is ${says[0]}`, () => {
    const [row] = joinPods(noPods, sceneOf({ pods: [podOf(pod)], ...scene })).rows;
    assert.deepEqual([row?.status, row?.health, row?.reason], says);
  });
}
