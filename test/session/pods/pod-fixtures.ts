import type { TaskManager } from '../../../src/flink/responses.ts';
import type { Pod } from '../../../src/kubernetes/objects.ts';
import type { PodSources } from '../../../src/session/pods/join-pods.ts';
import type { SessionEvent } from '../../../src/session/snapshot.ts';

export const now = Date.parse('2026-11-23T12:00:00Z');
const time = (at: number) => new Date(at).toISOString();

type PodOptions = {
  readonly uid?: string;
  readonly name?: string;
  readonly role?: 'jobmanager' | 'taskmanager';
  readonly createdAt?: number;
  /** State of the main container, in the API server's format. */
  readonly state?: object;
  readonly lastState?: object;
  readonly restartCount?: number;
  readonly status?: object;
  readonly spec?: object;
  readonly isDeleted?: true;
  readonly sidecar?: object;
};

/** Builds a pod as the API server sends it, with dates as strings. */
export function podOf(options: PodOptions): Pod {
  const { role = 'taskmanager', name = 'demo-taskmanager-1-1', createdAt = now - 300_000 } = options;
  const state = options.state ?? { running: { startedAt: time(createdAt + 1000) } };
  const status = { name: 'flink-main-container', state, restartCount: options.restartCount ?? 0 };
  const main = { name: 'flink-main-container', resources: { limits: { memory: '1000Mi' } } };
  return {
    metadata: {
      uid: options.uid ?? name,
      name,
      labels: { app: 'demo', type: 'flink-native-kubernetes', component: role },
      creationTimestamp: time(createdAt),
      ...(options.isDeleted && { deletionTimestamp: time(now), deletionGracePeriodSeconds: 30 }),
    },
    spec: {
      nodeName: 'node-1',
      restartPolicy: role === 'taskmanager' ? 'Never' : 'Always',
      containers: options.sidecar === undefined ? [main] : [main, { name: 'sidecar' }],
      ...options.spec,
    },
    status: {
      phase: 'Running',
      podIP: '10.0.0.1',
      containerStatuses: [
        { ...status, lastState: options.lastState ?? {} },
        ...(options.sidecar === undefined ? [] : [{ name: 'sidecar', state: options.sidecar }]),
      ],
      ...options.status,
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
  return { id, slots: 2, freeSlots };
}

/** Sources with REST connected, no TaskManager registered and no high availability, changed by `options`. */
export function sourcesOf(options: Partial<PodSources>): PodSources {
  return {
    now,
    restRespondedAt: now,
    taskManagersReadAt: now,
    isRestDenied: false,
    highAvailability: false,
    leader: undefined,
    isDeploymentGone: false,
    idleTimeout: '30 s',
    pods: [],
    taskManagers: [],
    events: [],
    releaseReasons: new Map(),
    ...options,
  };
}

/** A warning at `now`. */
export function eventOf(part: Pick<SessionEvent, 'object' | 'reason' | 'message'>): SessionEvent {
  return { uid: `uid-${part.reason}`, firstAt: now, at: now, count: 1, type: 'Warning', ...part };
}
