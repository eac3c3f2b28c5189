import type { JobOverview, JobState } from '../../src/flink/responses.ts';
import { noMemory } from '../../src/session/memory/pod-memory.ts';
import { noReadings } from '../../src/session/readings/reading.ts';
import type { PodRow, SessionSnapshot } from '../../src/session/snapshot.ts';

export function job(id: string, name: string, state: JobState = 'RUNNING'): JobOverview {
  return {
    id,
    name,
    state,
    startTime: 1000,
    endTime: undefined,
    lastModification: 2000,
    tasks: state === 'RUNNING' ? { total: 2, running: 2 } : { total: 2 },
  };
}

export function pod(name: string, goneAt?: number): PodRow {
  return {
    uid: `uid-${name}`,
    name,
    role: name.includes('taskmanager') ? 'taskmanager' : 'jobmanager',
    status: goneAt === undefined ? 'registered' : 'released',
    health: 'ok',
    reason: '1 of 1 slot in use',
    createdAt: 1000,
    goneAt,
    restarts: 0,
    lastEnd: undefined,
    node: 'node',
    ip: '10.0.0.1',
    containers: ['flink-main-container'],
    taskManager: undefined,
  };
}

const live = { state: 'live', since: 0, latencyMs: 5 } as const;

/** Returns the snapshot of a connected session with these fields replaced. */
export function snapshot(fields: Partial<SessionSnapshot>): SessionSnapshot {
  return {
    clusterId: 'red',
    namespace: 'default',
    context: 'test',
    insecureReason: undefined,
    server: 'https://127.0.0.1:6443',
    flinkVersion: '2.3.0',
    links: { kubernetes: live, rest: live },
    watches: { pods: live, deployments: live, services: live, configmaps: live, events: live },
    pods: [],
    podObjects: new Map(),
    deployment: undefined,
    mode: 'session',
    applicationStatus: undefined,
    service: undefined,
    presence: 'present',
    problems: [],
    highAvailability: false,
    haConfigMaps: [],
    readings: noReadings,
    loads: new Map(),
    subtaskLoads: new Map(),
    eventTimes: new Map(),
    memory: noMemory,
    forwards: [],
    configuration: undefined,
    leader: undefined,
    overview: undefined,
    jobs: [],
    events: [],
    logging: undefined,
    ...fields,
  };
}
