import type { JobDetail, VertexCounters } from '../../flink/responses.ts';

/** How a vertex spent its time between two fetches of the metrics. Shares are from 0 to 1, and averages over the subtasks. */
export type VertexLoad = {
  /** undefined if a subtask does not measure its busy time. */
  readonly busy: number | undefined;
  readonly idle: number;
  readonly backPressured: number;
  /** Sums over the subtasks, per second. */
  readonly rates: VertexRates;
  /** Epoch ms of the response with the newer counters. */
  readonly measuredAt: number;
};
export type VertexRates = {
  readonly readRecords: number;
  readonly writeRecords: number;
  readonly readBytes: number;
  readonly writeBytes: number;
};

/** Load of the vertices of a job by vertex id. Vertices without two fetches of one attempt are missing. */
export type JobLoad = ReadonlyMap<string, VertexLoad>;

/** What is remembered of a job between its responses. */
export type LoadState = {
  readonly detail: JobDetail;
  readonly counters: ReadonlyMap<string, Counted>;
  readonly load: JobLoad;
};

/** Counters, and the epoch ms of the first response with them. */
type Counted = { readonly counters: VertexCounters; readonly since: number };

/**
 * Computes the load from the counters of two responses. Flink defines the busy time of a task as the rest of its time
 * (`TaskIOMetricGroup#getAccumulatedBusyTime`), so the sum of the three times is the elapsed time. No clock is needed.
 *
 * Equal counters mean that the JobManager has not fetched the metrics since: the previous load stays. Less
 * elapsed time or fewer records belong to a new attempt: the vertex has no load until the next fetch. The busy time alone
 * may fall by a second, because it is computed from idle and back-pressured times that are still running.
 */
export function measureLoad(previous: LoadState | undefined, detail: JobDetail, readAt: number): LoadState {
  const counted = new Map<string, Counted>();
  const load = new Map<string, VertexLoad>();
  for (const { id, counters, parallelism } of detail.vertices) {
    if (counters === undefined) continue;
    const before = previous?.counters.get(id);
    const change = before && differenceOf(before.counters, counters);
    const isSame = before !== undefined && change === 'none';
    counted.set(id, isSame ? before : { counters, since: readAt });
    const measured = isSame
      ? previous?.load.get(id)
      : before && change && change !== 'none'
        ? loadOf(change, { parallelism, elapsedMs: readAt - before.since, readAt })
        : undefined;
    if (measured !== undefined) load.set(id, measured);
  }
  return { detail, counters: counted, load };
}

function differenceOf(before: VertexCounters, now: VertexCounters): VertexCounters | 'none' | undefined {
  const { busyMs } = now;
  const difference: VertexCounters = {
    busyMs: busyMs === undefined || before.busyMs === undefined ? undefined : busyMs - before.busyMs,
    idleMs: now.idleMs - before.idleMs,
    backPressuredMs: now.backPressuredMs - before.backPressuredMs,
    readRecords: now.readRecords - before.readRecords,
    writeRecords: now.writeRecords - before.writeRecords,
    readBytes: now.readBytes - before.readBytes,
    writeBytes: now.writeBytes - before.writeBytes,
  };
  const { idleMs, backPressuredMs, ...others } = difference;
  const elapsedMs = (difference.busyMs ?? 0) + idleMs + backPressuredMs;
  const { busyMs: _, ...records } = others;
  if (elapsedMs < 0 || Object.values(records).some((count) => count < 0)) return undefined;
  return Object.values(difference).every((value) => value === 0 || value === undefined) ? 'none' : difference;
}

function loadOf(
  change: VertexCounters,
  {
    parallelism,
    elapsedMs,
    readAt,
  }: { readonly parallelism: number; readonly elapsedMs: number; readonly readAt: number },
): VertexLoad | undefined {
  const { busyMs, idleMs, backPressuredMs } = change;
  const busy = busyMs === undefined ? undefined : Math.max(0, busyMs);
  // Without the busy time, the time between the responses is about the time between the fetches.
  const totalMs = busy === undefined ? elapsedMs * parallelism : busy + idleMs + backPressuredMs;
  if (totalMs <= 0) return undefined;
  const seconds = totalMs / Math.max(1, parallelism) / 1000;
  return {
    busy: busy === undefined ? undefined : busy / totalMs,
    idle: Math.min(1, idleMs / totalMs),
    backPressured: Math.min(1, backPressuredMs / totalMs),
    rates: {
      readRecords: change.readRecords / seconds,
      writeRecords: change.writeRecords / seconds,
      readBytes: change.readBytes / seconds,
      writeBytes: change.writeBytes / seconds,
    },
    measuredAt: readAt,
  };
}
