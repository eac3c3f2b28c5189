import { hasEnded } from '../../flink/has-ended.ts';
import { vertexSubtasks } from '../readings/flink-readings.ts';
import { jobPlacement } from '../readings/job-placement.ts';
import type { JobRow } from '../readings/join-jobs.ts';
import { type Reading, readingOf } from '../readings/reading.ts';
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
  const { jobs = [], pods = [] } = snapshot;
  const registered = pods.filter(({ taskManager, goneAt }) => taskManager !== undefined && goneAt === undefined);
  const [only] = registered;
  const found = new Map<string, JobRow[]>();
  for (const job of running(jobs)) {
    const names = registered.length === 1 && only !== undefined ? [only.name] : taskManagersOf(snapshot, job);
    for (const name of names) {
      const known = found.get(name);
      if (known === undefined) found.set(name, [job]);
      else known.push(job);
    }
  }
  return found;
}

function taskManagersOf(snapshot: Placed, { id, lastModification }: JobRow): ReadonlySet<string> {
  const placed = readingOf(snapshot, jobPlacement(id, lastModification)).value?.taskManagers ?? [];
  const vertices = snapshot.loads.get(id)?.detail.vertices ?? [];
  const shown = vertices.flatMap((vertex) => readingOf(snapshot, vertexSubtasks(id, vertex.id)).value ?? []);
  return new Set([...placed, ...shown.flatMap(({ pod }) => (pod === undefined ? [] : [pod]))]);
}

const running = (jobs: readonly JobRow[]): readonly JobRow[] => jobs.filter(({ state }) => !hasEnded(state));
