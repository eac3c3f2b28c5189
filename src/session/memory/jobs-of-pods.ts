import { hasEnded } from '../../flink/has-ended.ts';
import { jobPlacement, podsOfJob } from '../readings/job-placement.ts';
import type { JobRow } from '../readings/join-jobs.ts';
import type { Reading } from '../readings/reading.ts';
import type { SessionSnapshot } from '../snapshot.ts';

type Placed = Pick<SessionSnapshot, 'jobs' | 'pods' | 'readings' | 'loads'>;

const maxJobs = 10;

/** Readings that place the jobs on TaskManagers. They are requested once for each change of a job. */
export function placementReadings({ jobs = [] }: Pick<SessionSnapshot, 'jobs'>): readonly Reading<unknown>[] {
  return running(jobs)
    .slice(0, maxJobs)
    .map(({ id, lastModification }) => jobPlacement(id, lastModification));
}

/** Returns the running jobs by the name of the TaskManager, as far as it is known where they run. */
export function jobsOfPods(snapshot: Placed): ReadonlyMap<string, readonly JobRow[]> {
  const { jobs = [], pods = [], readings, loads } = snapshot;
  const registered = pods.filter(({ taskManager, goneAt }) => taskManager !== undefined && goneAt === undefined);
  const only = registered.length === 1 ? registered[0] : undefined;
  const found = new Map<string, JobRow[]>();
  for (const job of running(jobs)) {
    const { id: jobId, lastModification: change } = job;
    const vertices = loads.get(jobId)?.detail.vertices;
    const names = only === undefined ? podsOfJob(readings, { jobId, change, vertices }) : [only.name];
    for (const name of names) {
      const known = found.get(name);
      if (known === undefined) found.set(name, [job]);
      else known.push(job);
    }
  }
  return found;
}

const running = (jobs: readonly JobRow[]): readonly JobRow[] => jobs.filter(({ state }) => !hasEnded(state));
