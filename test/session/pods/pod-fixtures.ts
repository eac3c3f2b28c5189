import type { TaskManager } from '../../../src/flink/answers.ts';
import type { Pod } from '../../../src/kubernetes/objects.ts';
import type { PodSources } from '../../../src/session/pods/join-pods.ts';

export const now = Date.parse('2026-11-23T12:00:00Z');
const time = (at: number) => new Date(at).toISOString();

type PodParts = {
  readonly uid?: string;
  readonly name?: string;
  readonly role?: 'jobmanager' | 'taskmanager';
  readonly createdAt?: number;
  /** Of the main container, as the API server writes it. */
  readonly state?: object;
  readonly lastState?: object;
  readonly restartCount?: number;
  readonly status?: object;
  readonly spec?: object;
  readonly isDeleted?: true;
  readonly sidecar?: object;
};

/** A pod as the API server sends it: dates are strings on the wire. */
export function podOf(parts: PodParts): Pod {
  const { role = 'taskmanager', name = 'demo-taskmanager-1-1', createdAt = now - 300_000 } = parts;
  const state = parts.state ?? { running: { startedAt: time(createdAt + 1000) } };
  const status = { name: 'flink-main-container', state, restartCount: parts.restartCount ?? 0 };
  const main = { name: 'flink-main-container', resources: { limits: { memory: '1000Mi' } } };
  return {
    metadata: {
      uid: parts.uid ?? name,
      name,
      labels: { app: 'demo', type: 'flink-native-kubernetes', component: role },
      creationTimestamp: time(createdAt),
      ...(parts.isDeleted && { deletionTimestamp: time(now), deletionGracePeriodSeconds: 30 }),
    },
    spec: {
      nodeName: 'node-1',
      restartPolicy: role === 'taskmanager' ? 'Never' : 'Always',
      containers: parts.sidecar === undefined ? [main] : [main, { name: 'sidecar' }],
      ...parts.spec,
    },
    status: {
      phase: 'Running',
      podIP: '10.0.0.1',
      containerStatuses: [
        { ...status, lastState: parts.lastState ?? {} },
        ...(parts.sidecar === undefined ? [] : [{ name: 'sidecar', state: parts.sidecar }]),
      ],
      ...parts.status,
    },
  } as unknown as Pod;
}

export const running = (startedAt = now - 299_000) => ({ running: { startedAt: time(startedAt) } });
export const terminated = (exitCode: number, reason = 'Error') => ({ terminated: { exitCode, reason } });
export const waiting = (reason: string, message?: string) => ({ waiting: { reason, message } });
export const unschedulable = (message: string) => ({
  spec: { nodeName: undefined },
  status: {
    phase: 'Pending',
    containerStatuses: [],
    conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
  },
});

export function taskManagerOf(freeSlots: number, id = 'demo-taskmanager-1-1'): TaskManager {
  return { id, slots: 2, freeSlots, lastHeartbeat: now, cpuCores: 1, processMemory: undefined };
}

/** REST has answered, nobody is registered, no high availability; whatever is given changes that. */
export function sceneOf(parts: Partial<PodSources>): PodSources {
  return {
    now,
    restAnsweredAt: now,
    taskManagersAnsweredAt: now,
    isRestDenied: false,
    highAvailability: false,
    leader: undefined,
    isDeploymentGone: false,
    idleTimeout: '30 s',
    pods: [],
    taskManagers: [],
    events: [],
    releaseReasons: new Map(),
    ...parts,
  };
}
