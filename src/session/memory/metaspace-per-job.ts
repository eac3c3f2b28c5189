/** Metaspace that finished jobs have left behind in one process. */
export type MetaspacePerJob = {
  /** Number of finished jobs that it was measured over. */
  readonly jobs: number;
  /** Bytes per job. */
  readonly bytes: number;
};

/** The lowest metaspace after each number of finished jobs. A job loads its classes when it starts. */
export type JobLevels = ReadonlyMap<number, number>;

const maxLevels = 20;
const minJobs = 2;

/** Adds a sample, taken after this number of jobs had finished. */
export function withLevel(levels: JobLevels, finishedJobs: number, metaspace: number): JobLevels {
  const known = levels.get(finishedJobs);
  if (known !== undefined && known <= metaspace) return levels;
  const next = [...levels, [finishedJobs, metaspace] as const].sort(([a], [b]) => a - b);
  return new Map(next.slice(-maxLevels));
}

/** Returns the median slope between all pairs of levels; undefined for fewer than two finished jobs. */
export function metaspacePerJob(levels: JobLevels): MetaspacePerJob | undefined {
  const points = [...levels];
  const jobs = (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0);
  if (jobs < minJobs) return undefined;
  const slopes = points
    .flatMap(([from, low], index) => points.slice(index + 1).map(([to, high]) => (high - low) / (to - from)))
    .sort((a, b) => a - b);
  return { jobs, bytes: slopes[Math.floor(slopes.length / 2)] ?? 0 };
}

/** Number of jobs that still fit. */
export function jobsLeft({ bytes }: MetaspacePerJob, used: number, max: number): number {
  return bytes <= 0 ? Number.POSITIVE_INFINITY : Math.max(0, Math.floor((max - used) / bytes));
}
