import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinPods, noPods, type PodSources } from '../../../src/session/pods/join-pods.ts';
import type { Health, PodStatus, SessionEvent } from '../../../src/session/snapshot.ts';
import {
  eventOf,
  now,
  podOf,
  running,
  sourcesOf,
  taskManagerOf,
  terminated,
  unschedulable,
  waiting,
} from './pod-fixtures.ts';

const warning = (reason: string, message: string): SessionEvent =>
  eventOf({ object: 'Pod/demo-taskmanager-1-1', reason, message });

type Case = {
  readonly name: string;
  readonly pod: Parameters<typeof podOf>[0];
  readonly sources?: Partial<PodSources>;
  readonly expected: readonly [status: PodStatus, health: Health, reason: string];
};

const cases: readonly Case[] = [
  {
    name: 'a TaskManager with tasks',
    pod: {},
    sources: { taskManagers: [taskManagerOf(1)] },
    expected: ['registered', 'ok', '1 of 2 slots in use'],
  },
  {
    name: 'a TaskManager without tasks',
    pod: {},
    sources: { taskManagers: [taskManagerOf(2)] },
    expected: ['idle', 'ok', 'all 2 slots free, released after 30 s idle'],
  },
  {
    name: 'a TaskManager before the first REST response',
    pod: {},
    sources: { taskManagers: undefined, restRespondedAt: undefined, taskManagersReadAt: undefined },
    expected: ['running', 'busy', 'registration with Flink not confirmed yet'],
  },
  {
    name: 'a TaskManager missing from REST while other calls succeed',
    pod: {},
    sources: { taskManagers: undefined, taskManagersReadAt: undefined },
    expected: ['running', 'busy', 'registration with Flink not confirmed yet'],
  },
  {
    name: 'a TaskManager that started during a REST outage',
    pod: { state: running(now - 120_000) },
    sources: { restRespondedAt: now - 600_000, taskManagersReadAt: now - 600_000 },
    expected: ['running', 'busy', 'registration with Flink not confirmed yet'],
  },
  {
    name: 'a TaskManager last polled soon after its start',
    pod: { state: running(now - 120_000) },
    sources: { restRespondedAt: now - 110_000, taskManagersReadAt: now - 110_000 },
    expected: ['starting', 'busy', 'process is running, not registered yet'],
  },
  {
    name: 'a TaskManager without permission to use REST',
    pod: {},
    sources: {
      taskManagers: undefined,
      restRespondedAt: undefined,
      taskManagersReadAt: undefined,
      isRestDenied: true,
    },
    expected: ['running', 'ok', "slots unknown: no permission to use Flink's REST API"],
  },
  {
    name: 'a TaskManager that has just started',
    pod: { state: running(now - 5000) },
    expected: ['starting', 'busy', 'process is running, not registered yet'],
  },
  {
    name: 'a TaskManager unregistered for minutes',
    pod: { state: running(now - 180_000) },
    expected: [
      'never registered',
      'error',
      'running for more than a minute without registering; Flink allows 5 minutes',
    ],
  },
  {
    name: 'a pod that fits on no node',
    pod: unschedulable(
      '0/3 nodes are available: 3 Insufficient cpu. no new claims to deallocate, ' +
        'preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.',
    ),
    expected: ['pending', 'warning', '0/3 nodes are available: 3 Insufficient cpu'],
  },
  {
    name: 'a pod not yet seen by the scheduler',
    pod: { spec: { nodeName: undefined }, status: { phase: 'Pending', containerStatuses: [], conditions: [] } },
    expected: ['pending', 'busy', 'waiting for the scheduler'],
  },
  {
    name: 'a container that is being created',
    pod: { state: waiting('ContainerCreating') },
    expected: ['starting', 'busy', 'creating the container'],
  },
  {
    name: 'an image that is being pulled',
    pod: { state: waiting('ContainerCreating') },
    sources: { events: [{ ...warning('Pulling', 'Pulling image "flink:2.3"'), type: 'Normal' }] },
    expected: ['starting', 'busy', 'pulling the image'],
  },
  {
    name: 'a volume that cannot be mounted',
    pod: { state: waiting('ContainerCreating') },
    sources: { events: [warning('FailedMount', 'configmap "flink-config-demo" not found.\nand more')] },
    expected: ['starting', 'warning', 'FailedMount: configmap "flink-config-demo" not found'],
  },
  {
    name: 'an image that cannot be pulled',
    pod: { state: waiting('ImagePullBackOff', 'Back-off pulling image "flink:nope"') },
    expected: ['pending', 'error', 'ImagePullBackOff: Back-off pulling image "flink:nope"'],
  },
  {
    name: 'a container out of memory',
    pod: { state: terminated(137, 'OOMKilled') },
    expected: ['OOM-killed', 'error', 'killed by the kernel: memory limit of 1000Mi exceeded'],
  },
  {
    name: 'a container out of memory whose pod is being deleted',
    pod: { state: terminated(137, 'OOMKilled'), isDeleted: true },
    expected: ['OOM-killed', 'error', 'killed by the kernel: memory limit of 1000Mi exceeded'],
  },
  {
    name: 'a fatal error',
    pod: { state: terminated(239) },
    expected: ['failed', 'error', 'exit code 239: fatal uncaught exception'],
  },
  {
    name: 'a failed container whose pod is being deleted',
    pod: { state: terminated(1), isDeleted: true },
    expected: ['failed', 'error', 'exit code 1: startup failure or TaskManager failure'],
  },
  {
    name: 'an unknown exit code',
    pod: { state: terminated(42) },
    expected: ['failed', 'error', 'exit code 42'],
  },
  {
    name: 'a process that ended because its pod was deleted',
    pod: { state: terminated(143), isDeleted: true },
    expected: ['stopping', 'busy', 'process ended, pod is being deleted'],
  },
  {
    name: 'a pod that is being deleted',
    pod: { isDeleted: true },
    expected: ['stopping', 'busy', 'pod is being deleted; reason unknown; never registered'],
  },
  {
    name: 'a pod that is being deleted while tasks run',
    pod: { isDeleted: true },
    sources: { taskManagers: [taskManagerOf(0)] },
    expected: ['stopping', 'busy', 'pod is being deleted; reason unknown; slots were in use when last seen'],
  },
  {
    name: 'an evicted pod',
    pod: {
      state: waiting('ContainerCreating'),
      status: { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory. ' },
    },
    expected: ['failed', 'error', 'Evicted: The node was low on resource: memory'],
  },
  {
    name: 'a TaskManager whose sidecar ended',
    pod: { sidecar: terminated(0, 'Completed') },
    expected: ['stopping', 'warning', 'container sidecar has ended, so Flink deletes the pod'],
  },
  {
    name: 'the only JobManager',
    pod: { role: 'jobmanager', name: 'demo-7c9d-abcde' },
    sources: { leader: 'demo-7c9d-abcde' },
    expected: ['leader', 'ok', 'the only JobManager'],
  },
  {
    name: 'a JobManager whose container was restarted',
    pod: { role: 'jobmanager', name: 'demo-7c9d-abcde', restartCount: 2, lastState: terminated(2) },
    sources: { leader: 'demo-7c9d-abcde' },
    expected: [
      'leader',
      'ok',
      'the only JobManager; restarted 2 times, last exit: exit code 2: JobManager runtime failure',
    ],
  },
  {
    name: 'a JobManager that crashes repeatedly',
    pod: {
      role: 'jobmanager',
      state: waiting('CrashLoopBackOff', 'back-off 40s'),
      restartCount: 5,
      lastState: terminated(1),
    },
    expected: [
      'failed',
      'error',
      'CrashLoopBackOff after exit code 1: startup failure or TaskManager failure; restarted 5 times',
    ],
  },
  {
    name: 'a JobManager that has just started',
    pod: { role: 'jobmanager', state: running(now - 2000) },
    sources: { restRespondedAt: now - 60_000, leader: 'demo-taskmanager-1-1' },
    expected: ['starting', 'busy', 'REST API has not responded yet'],
  },
  {
    name: 'a JobManager whose REST API never responded',
    pod: { role: 'jobmanager' },
    sources: { restRespondedAt: undefined },
    expected: ['running', 'busy', 'REST API has not responded yet'],
  },
  {
    name: 'a JobManager without permission to use REST',
    pod: { role: 'jobmanager' },
    sources: { restRespondedAt: undefined, isRestDenied: true },
    expected: ['running', 'ok', 'no permission to use its REST API'],
  },
  {
    name: 'the leading JobManager',
    pod: { role: 'jobmanager', name: 'demo-7c9d-abcde' },
    sources: { highAvailability: true, leader: 'demo-7c9d-abcde' },
    expected: ['leader', 'ok', 'elected leader'],
  },
  {
    name: 'a standby JobManager',
    pod: { role: 'jobmanager', name: 'demo-7c9d-abcde' },
    sources: { highAvailability: true, leader: 'demo-7c9d-fghij' },
    expected: ['standby', 'ok', 'takes over if demo-7c9d-fghij fails'],
  },
  {
    name: 'a JobManager while the leader is unknown',
    pod: { role: 'jobmanager' },
    sources: { highAvailability: true },
    expected: ['running', 'ok', 'leading JobManager unknown'],
  },
];

for (const { name, pod, sources, expected } of cases) {
  test(`${name}: ${expected[0]}`, () => {
    const [row] = joinPods(noPods, sourcesOf({ pods: [podOf(pod)], ...sources })).rows;
    assert.deepEqual([row?.status, row?.health, row?.reason], expected);
  });
}
