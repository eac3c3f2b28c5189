import type { Checkpoints } from '../../../flink/responses.ts';
import { checkpoints } from '../../readings/flink-readings.ts';
import type { LoadState, VertexLoad } from '../../readings/job-load.ts';
import type { JobRow } from '../../readings/join-jobs.ts';
import { readingOf } from '../../readings/reading.ts';
import type { SessionSnapshot } from '../../snapshot.ts';
import type { JobJudgement } from './judge-job.ts';

/** What was last seen of a job that has not ended. */
export type Sighting = {
  readonly job: JobRow;
  /** The response from which the loads are. */
  readonly state: LoadState | undefined;
  /** The last load of each vertex while it ran, by vertex id. */
  readonly loads: ReadonlyMap<string, VertexLoad>;
  readonly checkpoints: Checkpoints | undefined;
  /** When the job last stopped to run. */
  readonly judgement: JobJudgement | undefined;
};

/** Returns the sighting after a snapshot; the same object if nothing is new. */
export function see(known: Sighting | undefined, job: JobRow, { loads, readings }: SessionSnapshot): Sighting {
  const state = loads.get(job.id) ?? known?.state;
  const statistics = readingOf({ readings }, checkpoints(job.id)).value ?? known?.checkpoints;
  if (known !== undefined && known.job === job && known.state === state && known.checkpoints === statistics) {
    return known;
  }
  return {
    job,
    state,
    loads: known !== undefined && state === known.state ? known.loads : lastLoads(known, state),
    checkpoints: statistics,
    judgement: known?.judgement,
  };
}

/** Adds the loads of running vertices. A new attempt has no load yet, so that the one of the previous attempt is kept. */
function lastLoads(known: Sighting | undefined, state: LoadState | undefined): ReadonlyMap<string, VertexLoad> {
  const loads = new Map(known?.loads);
  for (const { id, status } of state?.detail.vertices ?? []) {
    const load = state?.load.get(id);
    if (load !== undefined && status === 'RUNNING') loads.set(id, load);
  }
  return loads;
}

/** Returns the snapshot in which the job has its last known loads. */
export function withLastLoads(snapshot: SessionSnapshot, { job, state, loads }: Sighting): SessionSnapshot {
  if (state === undefined) return snapshot;
  return { ...snapshot, loads: new Map(snapshot.loads).set(job.id, { ...state, load: loads }) };
}
