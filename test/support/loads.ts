import type { JobDetail } from '../../src/flink/responses.ts';
import type { LoadState } from '../../src/session/readings/job-load.ts';

/**
 * Loads of the vertices of a job, measured just now.
 * @param busy shares by vertex id
 */
export function loadsOf(
  detail: JobDetail,
  busy: { readonly [vertexId: string]: number },
): ReadonlyMap<string, LoadState> {
  const rates = { readRecords: 1, writeRecords: 1, readBytes: 1, writeBytes: 1 };
  const measuredAt = Date.now();
  const load = new Map(
    Object.entries(busy).map(([id, share]) => [
      id,
      { busy: share, idle: 1 - share, backPressured: 0, rates, measuredAt },
    ]),
  );
  return new Map([[detail.id, { detail, counters: new Map(), load }]]);
}
