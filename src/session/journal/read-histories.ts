import { hasCheckpoints } from '../../flink/has-checkpoints.ts';
import { hasEnded } from '../../flink/has-ended.ts';
import type { FlinkRest } from '../../flink/rest.ts';
import { inParallel } from '../in-parallel.ts';
import {
  checkpointConfig,
  checkpoints,
  jobFailures,
  jobHistory,
  jobState,
  numRestarts,
} from '../readings/flink-readings.ts';
import { readOnce } from '../readings/read-once.ts';
import type { Reading, ReadingState, Readings } from '../readings/reading.ts';
import type { SessionSnapshot } from '../snapshot.ts';
import { unlistedJobs } from './changes/job-changes.ts';
import { gapBefore } from './changes/unlisted-restarts.ts';
import type { JournalState } from './journal-state.ts';

/** Each job costs Flink an execution graph, and ended jobs rarely matter. */
export const maxJobs = 20;

export type ReadHistories = {
  readonly readings: Readings;
  /** Jobs that were not read, because there are too many. */
  readonly skipped: number;
};

/**
 * Reads once what Flink remembers of the jobs in a snapshot, one job at a time, because each job costs an execution
 * graph. Never rejects, except if aborted.
 */
export async function readHistories(
  flink: FlinkRest,
  { jobs = [], configuration }: Pick<SessionSnapshot, 'jobs' | 'configuration'>,
  known: JournalState,
  signal: AbortSignal,
): Promise<ReadHistories> {
  const readings = new Map<string, ReadingState<unknown>>();
  const read = async (reading: Reading<unknown>) => {
    readings.set(reading.key, await readOnce(reading, flink, signal));
  };
  const unlisted = unlistedJobs(known, new Set(jobs.map(({ id }) => id)));
  for (const { id, state } of jobs.slice(0, maxJobs)) {
    await Promise.all([read(jobHistory(id)), ...(hasCheckpoints(state) ? [read(checkpoints(id))] : [])]);
    // Flink serves the failures from the execution graph that it has cached for the history.
    await Promise.all([
      read(jobFailures(id)),
      ...(hasCheckpoints(state) && !hasEnded(state) ? [read(checkpointConfig(id))] : []),
    ]);
  }
  const restarted = jobs.filter((job) => gapBefore(job, known.jobs.get(job.id), { readings, configuration }));
  await inParallel(restarted, ({ id }) => read(numRestarts(id)));
  await inParallel(unlisted.slice(0, maxJobs), ([id]) => read(jobState(id)));
  return { readings, skipped: Math.max(0, jobs.length - maxJobs) };
}
