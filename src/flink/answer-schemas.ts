import {
  array,
  boolean,
  type InferOutput,
  nullish,
  number,
  object,
  picklist,
  pipe,
  record,
  string,
  transform,
} from 'valibot';
import {
  type Checkpoint,
  type Checkpoints,
  type ClusterConfig,
  type ClusterOverview,
  type JobDetail,
  type JobOverview,
  type JobState,
  jobStates,
  type SavepointStatus,
  type TaskManager,
} from './answers.ts';

// The wire as the serialisers write it (flink.md 3.1). Unknown fields are dropped; what a version may leave out is
// nullish here.

const jobState = pipe(
  string(),
  transform((state): JobState => jobStates.find((known) => known === state) ?? 'UNKNOWN'),
);
/** -1 stands for `not yet`. */
const moment = pipe(
  nullish(number(), -1),
  transform((at) => (at < 0 ? undefined : at)),
);
const counts = pipe(
  record(string(), number()),
  transform((all) => Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0))),
);

export const overviewSchema = pipe(
  object({
    'flink-version': string(),
    taskmanagers: number(),
    'slots-total': number(),
    'slots-available': number(),
    'jobs-running': number(),
    'jobs-finished': number(),
    'jobs-cancelled': number(),
    'jobs-failed': number(),
  }),
  transform(
    (wire): ClusterOverview => ({
      flinkVersion: wire['flink-version'],
      taskManagers: wire.taskmanagers,
      slotsTotal: wire['slots-total'],
      slotsAvailable: wire['slots-available'],
      jobsRunning: wire['jobs-running'],
      jobsFinished: wire['jobs-finished'],
      jobsCancelled: wire['jobs-cancelled'],
      jobsFailed: wire['jobs-failed'],
    }),
  ),
);

export const configSchema = pipe(
  object({
    'flink-version': string(),
    'refresh-interval': number(),
    features: nullish(object({ 'web-cancel': nullish(boolean(), true) })),
  }),
  transform(
    (wire): ClusterConfig => ({
      flinkVersion: wire['flink-version'],
      refreshIntervalMs: wire['refresh-interval'],
      webCancel: wire.features?.['web-cancel'] ?? true,
    }),
  ),
);

const jobOverview = pipe(
  object({
    jid: string(),
    name: string(),
    state: jobState,
    'start-time': number(),
    'end-time': moment,
    duration: number(),
    'last-modification': number(),
    tasks: counts,
  }),
  transform(
    (wire): JobOverview => ({
      id: wire.jid,
      name: wire.name,
      state: wire.state,
      startTime: wire['start-time'],
      endTime: wire['end-time'],
      durationMs: wire.duration,
      lastModification: wire['last-modification'],
      tasks: { ...wire.tasks, total: wire.tasks.total ?? 0 },
    }),
  ),
);
export const jobsSchema = pipe(
  object({ jobs: array(jobOverview) }),
  transform(({ jobs }) => jobs),
);

export const jobSchema = pipe(
  object({
    jid: string(),
    name: string(),
    state: jobState,
    'start-time': number(),
    'end-time': moment,
    duration: number(),
    vertices: array(object({ id: string(), name: string(), parallelism: number(), status: string(), tasks: counts })),
  }),
  transform(
    (wire): JobDetail => ({
      id: wire.jid,
      name: wire.name,
      state: wire.state,
      startTime: wire['start-time'],
      endTime: wire['end-time'],
      durationMs: wire.duration,
      vertices: wire.vertices,
    }),
  ),
);

export const jobStateSchema = pipe(
  object({ status: jobState }),
  transform(({ status }) => status),
);

export const taskManagersSchema = pipe(
  object({
    taskmanagers: array(
      object({
        id: string(),
        slotsNumber: number(),
        freeSlots: number(),
        // The time of the last heartbeat, whatever the name says.
        timeSinceLastHeartbeat: moment,
        hardware: object({ cpuCores: number() }),
        memoryConfiguration: nullish(object({ totalProcessMemory: nullish(number()) })),
      }),
    ),
  }),
  transform(({ taskmanagers }) =>
    taskmanagers.map(
      (wire): TaskManager => ({
        id: wire.id,
        slots: wire.slotsNumber,
        freeSlots: wire.freeSlots,
        lastHeartbeat: wire.timeSinceLastHeartbeat,
        cpuCores: wire.hardware.cpuCores,
        processMemory: wire.memoryConfiguration?.totalProcessMemory ?? undefined,
      }),
    ),
  ),
);

const checkpoint = object({
  id: number(),
  trigger_timestamp: number(),
  latest_ack_timestamp: moment,
  end_to_end_duration: number(),
  state_size: number(),
  is_savepoint: boolean(),
  external_path: nullish(string()),
});
const failedCheckpoint = object({
  id: number(),
  failure_timestamp: number(),
  failure_message: nullish(string(), ''),
});

export const checkpointsSchema = pipe(
  object({
    counts: object({ restored: number(), in_progress: number(), completed: number(), failed: number() }),
    latest: object({
      completed: nullish(checkpoint),
      savepoint: nullish(checkpoint),
      failed: nullish(failedCheckpoint),
    }),
  }),
  transform(
    ({ counts, latest }): Checkpoints => ({
      enabled: true,
      completed: counts.completed,
      failed: counts.failed,
      inProgress: counts.in_progress,
      restored: counts.restored,
      latestCompleted: toCheckpoint(latest.completed),
      latestSavepoint: toCheckpoint(latest.savepoint),
      latestFailed: latest.failed
        ? { id: latest.failed.id, failedAt: latest.failed.failure_timestamp, message: latest.failed.failure_message }
        : undefined,
    }),
  ),
);

function toCheckpoint(wire: InferOutput<typeof checkpoint> | null | undefined): Checkpoint | undefined {
  if (!wire) return undefined;
  return {
    id: wire.id,
    triggeredAt: wire.trigger_timestamp,
    // Only completed ones have a place.
    completedAt: wire.external_path == null ? undefined : wire.latest_ack_timestamp,
    durationMs: wire.end_to_end_duration,
    stateSize: wire.state_size,
    isSavepoint: wire.is_savepoint,
    path: wire.external_path ?? undefined,
  };
}

/** The newest entry's stack trace; the 1.x fields beside the history tell nothing more. */
export const exceptionsSchema = pipe(
  object({ exceptionHistory: object({ entries: array(object({ stacktrace: string(), timestamp: number() })) }) }),
  transform(({ exceptionHistory: { entries } }) =>
    entries.reduce<{ at: number; trace: string } | undefined>(
      (newest, { stacktrace, timestamp }) =>
        newest === undefined || timestamp > newest.at ? { at: timestamp, trace: stacktrace } : newest,
      undefined,
    ),
  ),
);

export const triggerSchema = pipe(
  object({ 'request-id': string() }),
  transform((wire) => wire['request-id']),
);

/** A failed operation is `COMPLETED` as well; its trace stands where the path would be. */
export const savepointStatusSchema = pipe(
  object({
    status: object({ id: picklist(['IN_PROGRESS', 'COMPLETED']) }),
    operation: nullish(
      object({ location: nullish(string()), 'failure-cause': nullish(object({ 'stack-trace': string() })) }),
    ),
  }),
  transform(({ status, operation }): SavepointStatus | { state: 'failed'; trace: string } => {
    if (status.id === 'IN_PROGRESS') return { state: 'in-progress' };
    if (operation?.location != null) return { state: 'completed', path: operation.location };
    return { state: 'failed', trace: operation?.['failure-cause']?.['stack-trace'] ?? '' };
  }),
);
