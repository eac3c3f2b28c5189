import type { VertexCounters } from '../../flink/responses.ts';

/** How tasks spent their time between two fetches of the metrics. Shares are from 0 to 1, and averages over the tasks. */
export type TaskLoad = {
  /** undefined if a task does not measure its busy time. */
  readonly busy: number | undefined;
  readonly idle: number;
  readonly backPressured: number;
  /** Sums over the tasks, per second. */
  readonly rates: TaskRates;
  /** Epoch ms of the response with the newer counters. */
  readonly measuredAt: number;
};
export type TaskRates = {
  readonly readRecords: number;
  readonly writeRecords: number;
  readonly readBytes: number;
  readonly writeBytes: number;
};

/** Counters of one or more tasks. Those of different attempts of the same task may have different keys. */
export type CountedTasks = {
  readonly key: string;
  readonly counters: VertexCounters;
  /** Number of tasks. */
  readonly parallelism: number;
};

/** What is remembered between responses, by key. */
export type Measured = {
  readonly counters: ReadonlyMap<string, Counted>;
  /** Tasks without two fetches of one attempt are missing. */
  readonly load: ReadonlyMap<string, TaskLoad>;
};

/** Counters, and the epoch ms of the first response with them. */
type Counted = { readonly counters: VertexCounters; readonly since: number };

/**
 * Computes the load from the counters of two responses. Flink defines the busy time of a task as the rest of its time
 * (`TaskIOMetricGroup#getAccumulatedBusyTime`), so the sum of the three times is the elapsed time. No clock is needed.
 *
 * Equal counters mean that the JobManager has not fetched the metrics since: the previous load stays. Less
 * elapsed time or fewer records belong to a new attempt: the tasks have no load until the next fetch. The busy time alone
 * may fall by a second, because it is computed from idle and back-pressured times that are still running.
 */
export function measureCounters(
  previous: Measured | undefined,
  tasks: readonly CountedTasks[],
  readAt: number,
): Measured {
  const counted = new Map<string, Counted>();
  const load = new Map<string, TaskLoad>();
  for (const { key, counters, parallelism } of tasks) {
    const before = previous?.counters.get(key);
    const change = before && differenceOf(before.counters, counters);
    const isSame = before !== undefined && change === 'none';
    counted.set(key, isSame ? before : { counters, since: readAt });
    const measured = isSame
      ? previous?.load.get(key)
      : before && change && change !== 'none'
        ? loadOf(change, { parallelism, elapsedMs: readAt - before.since, readAt })
        : undefined;
    if (measured !== undefined) load.set(key, measured);
  }
  return { counters: counted, load };
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
): TaskLoad | undefined {
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
