import { createStore, type StoreApi } from 'zustand/vanilla';
import type { JobOverview } from '../../src/flink/responses.ts';
import type { FlinkRest } from '../../src/flink/rest.ts';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { createLogStore, type WritableLogStore } from '../../src/logs/create-log-store.ts';
import { createForwards } from '../../src/session/forwards/create-forwards.ts';
import { noMemory } from '../../src/session/memory/pod-memory.ts';
import { pollReadings } from '../../src/session/readings/poll-readings.ts';
import { noReadings } from '../../src/session/readings/reading.ts';
import type { Session } from '../../src/session/session.ts';
import type { PodRow, SessionSnapshot } from '../../src/session/snapshot.ts';
import { watchForwards } from '../../src/session/watch/watch-forwards.ts';

/** A session whose state a test sets. It has a real store and real logs, but no servers. */
export type FakeSession = Session & {
  readonly logs: WritableLogStore;
  /** Complete container logs, by source key. Required only for logs that the store contains in part. */
  readonly wholeLogs: Map<string, readonly Uint8Array[]>;
  readonly change: (part: Partial<SessionSnapshot>) => void;
  readonly followed: () => readonly string[];
  /** Keys of the readings that the screen needs now. */
  readonly needs: () => readonly string[];
  readonly refreshes: () => number;
  readonly isClosed: () => boolean;
};

export function podRow(part: Partial<PodRow> & { readonly name: string }): PodRow {
  return {
    uid: `uid-${part.name}`,
    role: 'taskmanager',
    status: 'registered',
    health: 'ok',
    reason: 'registered at the JobManager',
    createdAt: Date.now() - 3_600_000,
    goneAt: undefined,
    restarts: 0,
    lastEnd: undefined,
    node: 'node-1',
    ip: '10.0.0.1',
    containers: ['flink-main-container'],
    taskManager: undefined,
    ...part,
  };
}

export function jobOverview(part: Partial<JobOverview> & { readonly name: string }): JobOverview {
  return {
    id: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
    state: 'RUNNING',
    startTime: Date.now() - 120_000,
    endTime: undefined,
    lastModification: Date.now(),
    tasks: { total: 2, running: 2 },
    ...part,
  };
}

export function sessionSnapshot(part: Partial<SessionSnapshot> = {}): SessionSnapshot {
  const since = Date.now() - 10_000;
  const live = { state: 'live', since } as const;
  return {
    clusterId: 'my-first-flink-cluster',
    namespace: 'flink',
    context: 'kind-flink',
    server: 'https://127.0.0.1:6443',
    insecureReason: undefined,
    flinkVersion: '2.3.0',
    links: { kubernetes: { ...live, latencyMs: 4 }, rest: { ...live, latencyMs: 5, via: 'forward' } },
    watches: { pods: live, deployments: live, services: live, configmaps: live, events: live },
    pods: [
      podRow({
        name: 'my-first-flink-cluster-7d9c8b6f4-x2x9k',
        role: 'jobmanager',
        status: 'leader',
        reason: 'leads the session',
      }),
      podRow({ name: 'my-first-flink-cluster-taskmanager-1-1' }),
      podRow({ name: 'my-first-flink-cluster-taskmanager-1-2', status: 'idle', reason: 'all slots are free' }),
    ],
    podObjects: new Map(),
    deployment: undefined,
    mode: 'session',
    applicationStatus: undefined,
    service: undefined,
    presence: 'present',
    problems: [],
    highAvailability: false,
    haConfigMaps: [],
    leader: 'my-first-flink-cluster-7d9c8b6f4-x2x9k',
    overview: {
      taskManagers: 2,
      slotsTotal: 4,
      slotsAvailable: 2,
      jobsRunning: 1,
      jobsFinished: 0,
      jobsCancelled: 0,
      jobsFailed: 0,
    },
    jobs: [
      jobOverview({ name: 'TopSpeedWindowing' }),
      jobOverview({
        name: 'WordCount',
        id: 'b1b2c3d4e5f60718293a4b5c6d7e8f90',
        state: 'FINISHED',
        endTime: Date.now(),
      }),
    ],
    events: [],
    readings: noReadings,
    loads: new Map(),
    subtaskLoads: new Map(),
    eventTimes: new Map(),
    memory: noMemory,
    forwards: [],
    configuration: undefined,
    logging: undefined,
    ...part,
  };
}

/** Creates a session with these methods of `flink` and `kubernetes`. Any other call throws. */
export function fakeSession(
  snapshot: SessionSnapshot = sessionSnapshot(),
  flink: Partial<FlinkRest> = {},
  kubernetes: Partial<KubernetesApi> = {},
): FakeSession {
  const target = { clusterId: snapshot.clusterId, namespace: snapshot.namespace };
  const forwards = createForwards(kubernetes as KubernetesApi, target);
  const store: StoreApi<SessionSnapshot> = createStore(() => snapshot);
  let followed: readonly string[] = [];
  let needs: readonly string[] = [];
  let refreshes = 0;
  let isClosed = false;
  const logs = createLogStore();
  const wholeLogs = new Map<string, readonly Uint8Array[]>();
  const watched = watchForwards(forwards, () => store.setState({ forwards: forwards.list() }));
  // Polls only the readings of single jobs, metrics, and readings that cost nothing. The test sets the rest of the snapshot.
  const readings = pollReadings(flink as FlinkRest, () => store.setState({ readings: readings.readings() }));
  return {
    store,
    logs,
    journal: undefined,
    connection: {
      flink,
      kubernetes: { serverTime: () => undefined, ...kubernetes } as KubernetesApi,
      target,
      mode: 'session',
      forwards,
    } as Session['connection'],
    followLogs: (uids) => {
      followed = uids;
    },
    readOlderLogs: async (key) => {
      const older = logs.prepend(key);
      for (const chunk of wholeLogs.get(key) ?? []) older?.write(chunk);
      return older?.end() ?? 0;
    },
    need: (next) => {
      needs = next.map(({ key }) => key);
      readings.need(
        next.filter(({ jobId, cost, key }) => jobId !== undefined || cost === '0' || key.startsWith('metric')),
      );
    },
    refresh: () => {
      refreshes += 1;
    },
    close: async () => {
      isClosed = true;
      watched.stop();
      readings.stop();
      forwards.close();
    },
    wholeLogs,
    change: (part) => store.setState(part),
    followed: () => followed,
    needs: () => needs,
    refreshes: () => refreshes,
    isClosed: () => isClosed,
  };
}
