import { array, type InferOutput, number, object, pipe, record, string, transform } from 'valibot';
import { type JobDetail, type JobHistory, type JobOverview, type JobState, jobStates } from '../responses.ts';
import { counts, moment, unassigned } from './schemas.ts';

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

type Counts = JobOverview['tasks'];
const maxShared = 1000;
const shared = new Map<string, Counts>();

/** Returns a shared object for equal counts, since many jobs have the same counts. */
function sharedCounts(wire: { readonly [state: string]: number }): Counts {
  const key = JSON.stringify(wire);
  const known = shared.get(key);
  if (known !== undefined) return known;
  if (shared.size >= maxShared) shared.clear();
  const counts = { ...wire, total: wire.total ?? 0 };
  shared.set(key, counts);
  return counts;
}

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
      tasks: sharedCounts(wire.tasks),
    }),
  ),
);

export const jobSchema = pipe(
  object({
    ...jobEntries,
    vertices: array(object({ id: string(), name: string(), parallelism: number(), status: string(), tasks: counts })),
  }),
  transform((wire): JobDetail => ({ ...readJob(wire), vertices: wire.vertices })),
);

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
