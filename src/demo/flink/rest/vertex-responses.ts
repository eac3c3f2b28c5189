import { smallest } from '../../../text/largest.ts';
import type { Allocation, Job, TaskState, Vertex } from '../jobs/job.ts';
import { taskStates } from '../jobs/job.ts';
import { ioOfSubtasks, type SubtaskIo } from '../jobs/subtask-io.ts';
import { isFlink1 } from '../settings.ts';
import { fetchedIo } from './metric-store.ts';
import type { RestContext } from './route.ts';
import { subtaskStatistics } from './subtask-statistics.ts';

const unassigned = '(unassigned)';

/** Counts the tasks of the vertices by state. */
export function taskCounts(vertices: readonly Vertex[], parallelism: number): Record<string, number> {
  return Object.fromEntries(
    taskStates.map((state) => [state, parallelism * vertices.filter((vertex) => vertex.state === state).length]),
  );
}

/** Returns start, end and duration of a vertex, which count from its deployment. -1: not yet. */
function times({ startedAt, endedAt }: Vertex, now: number) {
  const start = startedAt === undefined ? -1 : Math.floor(startedAt);
  const end = endedAt === undefined ? -1 : Math.floor(endedAt);
  const duration = startedAt === undefined ? -1 : Math.floor(endedAt ?? now) - start;
  return { 'start-time': start, 'end-time': end, duration };
}

const endedStates: ReadonlySet<TaskState> = new Set(['FINISHED', 'CANCELED', 'FAILED']);

/**
 * Returns the counters of all subtasks of a vertex. A task sends its final counters when it ends. Until then, Flink
 * knows the counters of the last fetch. undefined: no fetch yet
 */
const knownIo = (job: Job, vertex: Vertex, context: RestContext): readonly SubtaskIo[] | undefined =>
  endedStates.has(vertex.state) ? ioOfSubtasks(job, vertex, context.clock.now()) : fetchedIo(context, job, vertex.id);

/** Adds up the counters of subtasks. Before the first fetch, Flink sends zeros that are not complete. */
function ioMetrics(subtasks: readonly SubtaskIo[] | undefined) {
  const sum = (pick: (io: SubtaskIo) => number) => (subtasks ?? []).reduce((total, io) => total + pick(io), 0);
  const isComplete = subtasks !== undefined;
  return {
    'read-bytes': sum(({ readBytes }) => readBytes),
    'read-bytes-complete': isComplete,
    'write-bytes': sum(({ writeBytes }) => writeBytes),
    'write-bytes-complete': isComplete,
    'read-records': sum(({ readRecords }) => readRecords),
    'read-records-complete': isComplete,
    'write-records': sum(({ writeRecords }) => writeRecords),
    'write-records-complete': isComplete,
    'accumulated-backpressured-time': sum(({ backPressuredMs }) => backPressuredMs),
    'accumulated-idle-time': sum(({ idleMs }) => idleMs),
    'accumulated-busy-time': sum(({ busyMs }) => busyMs),
  };
}

/** A vertex in the response about its job. Scheduled and deploying tasks do not count there. */
export function vertexDetail(job: Job, vertex: Vertex, context: RestContext) {
  const { parallelism } = job.spec;
  return {
    id: vertex.id,
    slotSharingGroupId: job.slotSharingGroupId,
    name: vertex.name,
    maxParallelism: 128,
    parallelism,
    status: vertex.state === 'SCHEDULED' || vertex.state === 'DEPLOYING' ? 'CREATED' : vertex.state,
    ...times(vertex, context.clock.now()),
    tasks: taskCounts([vertex], parallelism),
    metrics: ioMetrics(knownIo(job, vertex, context)),
  };
}

const durationStates = ['DEPLOYING', 'INITIALIZING', 'RUNNING', 'CREATED', 'SCHEDULED'] as const;

/** Returns how long the current attempt was in each state, in ms. -1: never */
function statusDurations({ enteredAt, state }: Vertex, now: number) {
  const ends = Object.values(enteredAt);
  const durationIn = (of: TaskState): number => {
    const from = enteredAt[of];
    if (from === undefined) return -1;
    const later = ends.filter((at) => at > from);
    return Math.floor(state === of || later.length === 0 ? now : smallest(later)) - Math.floor(from);
  };
  return Object.fromEntries(durationStates.map((of) => [of, durationIn(of)]));
}

/** Returns where a subtask was deployed; undefined before its deployment. */
const placeOf = (job: Job, vertex: Vertex, subtask: number): Allocation | undefined =>
  vertex.startedAt === undefined ? undefined : job.deployedTo[subtask];

const endpointOf = (place: Allocation | undefined): string =>
  place === undefined ? unassigned : `${place.ip}:${place.dataPort}`;

const counterIds = [
  'write-records',
  'accumulated-backpressured-time',
  'accumulated-idle-time',
  'write-bytes',
  'read-bytes',
  'read-records',
  'accumulated-busy-time',
] as const;

/** Statistics over subtasks. In the simulation, all subtasks of a vertex are in the same state. */
function aggregated(vertex: Vertex, io: readonly (SubtaskIo | undefined)[], now: number) {
  const counters = io.map((subtask) => ioMetrics(subtask && [subtask]));
  const durations = Object.entries(statusDurations(vertex, now));
  return {
    metrics: Object.fromEntries(
      counterIds.map((id) => [id, subtaskStatistics(counters.map((counter) => counter[id]))]),
    ),
    'status-duration': Object.fromEntries(durations.map(([state, ms]) => [state, subtaskStatistics(io.map(() => ms))])),
  };
}

/** All subtasks of a vertex. The endpoint of Flink 1.20 has the host, too. `start_time` is a copy of `start-time`. */
export function vertexSubtasks(job: Job, vertex: Vertex, context: RestContext) {
  const now = context.clock.now();
  const io = knownIo(job, vertex, context);
  const known = times(vertex, now);
  return {
    id: vertex.id,
    name: vertex.name,
    parallelism: job.spec.parallelism,
    maxParallelism: 128,
    now: Math.floor(now),
    subtasks: Array.from({ length: job.spec.parallelism }, (_, subtask) => {
      const place = placeOf(job, vertex, subtask);
      return {
        subtask,
        status: vertex.state,
        attempt: job.attempt,
        ...(isFlink1(context.settings) && { host: place?.ip ?? unassigned }),
        endpoint: endpointOf(place),
        ...known,
        metrics: ioMetrics(io?.slice(subtask, subtask + 1)),
        'taskmanager-id': place?.taskManager ?? unassigned,
        'status-duration': statusDurations(vertex, now),
        start_time: known['start-time'],
      };
    }),
    aggregated: aggregated(
      vertex,
      Array.from({ length: job.spec.parallelism }, (_, subtask) => io?.[subtask]),
      now,
    ),
  };
}

/** Groups the subtasks of a vertex by TaskManager. */
export function vertexTaskManagers(job: Job, vertex: Vertex, context: RestContext) {
  const now = context.clock.now();
  const io = knownIo(job, vertex, context);
  const subtasks = Array.from({ length: job.spec.parallelism }, (_, subtask) => subtask);
  const byTaskManager = Map.groupBy(subtasks, (subtask) => placeOf(job, vertex, subtask)?.taskManager ?? unassigned);
  return {
    id: vertex.id,
    name: vertex.name,
    now: Math.floor(now),
    taskmanagers: [...byTaskManager].map(([id, members]) => {
      const endpoint = endpointOf(placeOf(job, vertex, members[0] ?? 0));
      return {
        ...(isFlink1(context.settings) && { host: endpoint }),
        endpoint,
        status: vertex.state,
        ...times(vertex, now),
        metrics: ioMetrics(io?.filter((_, subtask) => members.includes(subtask))),
        'status-counts': taskCounts([vertex], members.length),
        'taskmanager-id': id,
        aggregated: aggregated(
          vertex,
          members.map((subtask) => io?.[subtask]),
          now,
        ),
      };
    }),
  };
}
