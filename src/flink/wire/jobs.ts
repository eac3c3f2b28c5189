import {
  array,
  boolean,
  type InferOutput,
  literal,
  nullish,
  number,
  object,
  pipe,
  record,
  string,
  transform,
  union,
} from 'valibot';
import {
  type JobDetail,
  type JobHistory,
  type JobOverview,
  type JobState,
  jobStates,
  type VertexCounters,
} from '../responses.ts';
import { counts, moment, unassigned } from './schemas.ts';
import { createShared } from './shared.ts';

const jobState = pipe(
  string(),
  transform((state): JobState => jobStates.find((known) => known === state) ?? 'UNKNOWN'),
);

/** Job fields common to all responses. */
const jobEntries = {
  jid: string(),
  name: string(),
  state: jobState,
  'start-time': number(),
  'end-time': moment,
};
const jobObject = object(jobEntries);

function readJob(wire: InferOutput<typeof jobObject>) {
  return {
    id: wire.jid,
    name: wire.name,
    state: wire.state,
    startTime: wire['start-time'],
    endTime: wire['end-time'],
  };
}

/** Many jobs have the same counts. */
const sharedCounts = createShared<JobOverview['tasks']>(1000);

export const jobOverviewSchema = pipe(
  object({ ...jobEntries, 'last-modification': number(), tasks: counts }),
  transform(
    // Listed field by field: a spread would double the memory of each of 100,000 jobs.
    (wire): JobOverview => ({
      id: wire.jid,
      name: wire.name,
      state: wire.state,
      startTime: wire['start-time'],
      endTime: wire['end-time'],
      lastModification: wire['last-modification'],
      tasks: sharedCounts({ ...wire.tasks, total: wire.tasks.total ?? 0 }),
    }),
  ),
);

const vertexMetrics = object({
  'accumulated-busy-time': nullish(union([number(), literal('NaN')]), 'NaN'),
  'accumulated-idle-time': nullish(number(), 0),
  'accumulated-backpressured-time': nullish(number(), 0),
  'read-records': number(),
  'read-records-complete': boolean(),
  'write-records': number(),
  'write-records-complete': boolean(),
  'read-bytes': number(),
  'read-bytes-complete': boolean(),
  'write-bytes': number(),
  'write-bytes-complete': boolean(),
});

const vertex = object({
  id: string(),
  name: string(),
  parallelism: number(),
  status: string(),
  tasks: counts,
  metrics: nullish(vertexMetrics),
});
/** Flink has no plan before it has created the execution graph. */
const plan = object({
  nodes: nullish(array(object({ id: string(), inputs: nullish(array(object({ id: string() })), []) })), []),
});

/** Flink lists the vertices in topological order (`ExecutionGraph#getVerticesTopologically`). */
export const jobSchema = pipe(
  object({
    ...jobEntries,
    timestamps: nullish(record(string(), number())),
    vertices: array(vertex),
    plan: nullish(plan),
  }),
  transform((wire): JobDetail => {
    const inputs = new Map((wire.plan?.nodes ?? []).map((node) => [node.id, node.inputs.map(({ id }) => id)]));
    return {
      ...readJob(wire),
      // Flink sends 0 for a state that the job has not been in.
      runningAt: wire.timestamps?.RUNNING || undefined,
      vertices: wire.vertices.map(({ metrics, ...fields }) => ({
        ...fields,
        inputs: inputs.get(fields.id) ?? [],
        counters: readCounters(metrics),
      })),
    };
  }),
);

function readCounters(metrics: InferOutput<typeof vertexMetrics> | null | undefined): VertexCounters | undefined {
  if (!metrics) return undefined;
  const isComplete = (['read-records', 'write-records', 'read-bytes', 'write-bytes'] as const).every(
    (name) => metrics[`${name}-complete`],
  );
  if (!isComplete) return undefined;
  const busy = metrics['accumulated-busy-time'];
  return {
    busyMs: busy === 'NaN' ? undefined : busy,
    idleMs: metrics['accumulated-idle-time'],
    backPressuredMs: metrics['accumulated-backpressured-time'],
    readRecords: metrics['read-records'],
    writeRecords: metrics['write-records'],
    readBytes: metrics['read-bytes'],
    writeBytes: metrics['write-bytes'],
  };
}

export const jobHistorySchema = pipe(
  object({
    state: jobState,
    now: number(),
    timestamps: record(string(), number()),
    vertices: array(object({ id: string(), name: string(), parallelism: number() })),
  }),
  transform(
    ({ now, state, timestamps, vertices }): JobHistory => ({
      now,
      state,
      states: jobStates
        .map((known) => ({ state: known, at: timestamps[known] ?? 0 }))
        .filter(({ at }) => at > 0)
        // The sort is stable, so the order of `jobStates` decides between other equal times.
        .sort((a, b) => a.at - b.at || Number(a.state === state) - Number(b.state === state)),
      vertices,
    }),
  ),
);

export const vertexTaskManagersSchema = pipe(
  object({ taskmanagers: array(object({ 'taskmanager-id': string() })) }),
  transform(({ taskmanagers }): readonly string[] =>
    taskmanagers.map((entry) => entry['taskmanager-id']).filter((id) => id !== unassigned),
  ),
);

export const jobStateSchema = pipe(
  object({ status: jobState }),
  transform(({ status }) => status),
);
