import { jobHistory } from '../../readings/flink-readings.ts';
import { readingOf } from '../../readings/reading.ts';
import type { ParallelismEntry } from '../entry.ts';
import { flinkTime } from './clock.ts';
import type { FindChanges } from './find-changes.ts';

/** Finds the parallelism of new jobs, and changes by the adaptive scheduler or by a user. */
export const parallelismChanges: FindChanges = (known, snapshot, clock) =>
  (snapshot.jobs ?? []).flatMap(({ id: job, name: jobName }): readonly ParallelismEntry[] => {
    const history = readingOf(snapshot, jobHistory(job)).value;
    // Until all slots are available, the adaptive scheduler reports no parallelism or the one of the last run.
    if (history?.state !== 'RUNNING') return [];
    const before = known.jobs.get(job)?.parallelism;
    const vertices = history.vertices
      .filter(({ id, parallelism }) => parallelism > 0 && before?.get(id) !== parallelism)
      .map(({ id, name, parallelism: to }) => {
        const from = before?.get(id);
        return { id, name, ...(from !== undefined && { from }), to };
      });
    if (vertices.length === 0) return [];
    const isFirst = before === undefined || before.size === 0;
    // Each change of parallelism creates a new execution graph, whose creation Flink states.
    const createdAt = history.states.findLast(({ state }) => state === 'CREATED')?.at ?? history.now;
    return [
      { kind: 'parallelism', ...flinkTime(clock, createdAt), job, jobName, vertices, ...(isFirst && { isFirst }) },
    ];
  });
