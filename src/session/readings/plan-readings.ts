import {
  isNeeded,
  isOfGraph,
  markSettleMs,
  metricsWindowMs,
  type PolledReading,
  type PollState,
} from './poll-state.ts';
import type { CostClass } from './reading.ts';
import { minIntervalMs, retryDelay } from './retry-delay.ts';

export type ReadingPlan = {
  /** Keys of the readings to request now. */
  readonly start: readonly string[];
  /** Epoch ms of the next due reading; infinite while only responses are awaited. */
  readonly nextAt: number;
};

const longAgo = Number.NEGATIVE_INFINITY;
const never = Number.POSITIVE_INFINITY;

/** Minimum interval between two requests of a class, even if the user requests refreshes more often. */
const minClassIntervalMs: { readonly [Cost in CostClass]?: number } = { F: 3000, R: 3000 };
/** Maximum concurrent requests of a class. Flink's REST server has four threads for all clients. */
const maxConcurrent: { readonly [Cost in CostClass]: number } = {
  '0': never,
  R: never,
  F: 1,
  J: 3,
  G: never,
  K: never,
  M: 4,
  T: 0,
};
/** Burst of classes G and K over one call per second, to show two jobs opened in a row at once. */
const graphBurstMs = 2000;
/** Displayed data does not delay other data of classes G and K for longer than this. */
const backgroundWaitsMs = 5000;
/** Limit for concurrent requests of classes G and K that do not wait for their turn, for a JobMaster that does not respond. */
const maxOpened = 4;
/** Data that the user has opened waits for its turn for at most this time, if it was read before. */
const openedWaitsMs = 5000;
/** Readings due within this time are requested together, because Flink caches an execution graph for 3 s. */
const batchMs = 1500;
/**
 * Delay before metrics are requested again after an empty response. By then, the TaskManagers have reported metrics.
 */
const emptyRetryMs = 1500;

type Waiting = { readonly polled: PolledReading; readonly dueAt: number };

/** Returns the readings to request now, based on the cost of each request. Sends nothing itself. */
export function planReadings(state: PollState, now: number): ReadingPlan {
  const needed = [...state.polled.values()].filter(isNeeded);
  const waiting = needed
    .filter(({ requestedAt }) => requestedAt === undefined)
    .map((polled): Waiting => ({ polled, dueAt: dueAt(polled, state) }))
    .sort((a, b) => compareTimes(a.dueAt, b.dueAt));
  const inFlight = needed.filter(({ requestedAt }) => requestedAt !== undefined);
  const start: string[] = [];
  const free = (cost: CostClass) =>
    maxConcurrent[cost] -
    [...inFlight.map(({ reading }) => reading), ...start.map((key) => state.polled.get(key)?.reading)].filter(
      (reading) => reading?.cost === cost,
    ).length;

  const graphJob = chooseGraphJob(waiting, inFlight, state, now);
  let nextAt = never;
  let opened = inFlight.filter(({ reading }) => isOfGraph(reading.cost)).length;
  for (const { polled, dueAt: at } of waiting) {
    const { key, cost, jobId } = polled.reading;
    if (isOfGraph(cost)) {
      if (isJustOpened(polled, at, now)) {
        if (opened < maxOpened) start.push(key);
        opened += 1;
      } else if (graphJob.kind === 'start' && jobId === graphJob.jobId && at <= now + batchMs) start.push(key);
      else nextAt = Math.min(nextAt, Math.max(at, graphJob.kind === 'wait' ? graphJob.until : now));
    } else {
      const readyAt = free(cost) > 0 ? Math.max(at, classReadyAt(polled, state)) : never;
      if (readyAt <= now) start.push(key);
      else nextAt = Math.min(nextAt, readyAt);
    }
  }
  return { start, nextAt };
}

/** Whether the user has opened the reading, and it has never been requested, or too long ago for a page. */
const isJustOpened = ({ reading }: PolledReading, at: number, now: number): boolean =>
  reading.isOpened === true && at <= now - openedWaitsMs;

/** Returns the time at which a reading is due, ignoring other requests. */
function dueAt(polled: PolledReading, state: PollState): number {
  const { last, markedAt } = polled;
  if (last.result === 'none') return longAgo;
  const atInterval = dueAfter(last, polled, state);
  return last.result === 'failed' ? atInterval : Math.min(atInterval, (markedAt ?? never) + markSettleMs);
}

function dueAfter(
  last: Exclude<PolledReading['last'], { readonly result: 'none' }>,
  { reading, isUrgent }: PolledReading,
  state: PollState,
): number {
  const { cost, intervalMs } = reading;
  const { requestedAt, durationMs } = last;
  // Requesting metrics sooner does not make them newer.
  if (isUrgent && cost !== 'M')
    return last.result === 'failed' ? longAgo : requestedAt + (minClassIntervalMs[cost] ?? 0);
  if (last.result === 'failed') {
    const { from, delayMs } = retryDelay(reading, last);
    return requestedAt + delayMs + (from === 'end' ? durationMs : 0);
  }
  if (last.emptyResponses === 1) return requestedAt + durationMs + emptyRetryMs;
  if (cost !== 'M' || intervalMs > metricsWindowMs) return requestedAt + minIntervalMs(cost, intervalMs, durationMs);
  return requestedAt < state.metricsSince ? longAgo : state.metricsSince + Math.max(intervalMs, metricsWindowMs);
}

/**
 * Returns the time from which the class allows another request. Failed requests count, because JobMasters may still be
 * working on them.
 */
function classReadyAt({ reading: { cost } }: PolledReading, { lastRequestedAt }: PollState): number {
  return cost === 'F' ? (lastRequestedAt.F ?? longAgo) + (minClassIntervalMs.F ?? 0) : longAgo;
}

type GraphJob =
  | { readonly kind: 'start'; readonly jobId: string | undefined }
  | { readonly kind: 'wait'; readonly until: number };

/**
 * Chooses the job whose execution graph may be requested. Allows one job at a time, and one call a second for all jobs.
 */
function chooseGraphJob(
  waiting: readonly Waiting[],
  inFlight: readonly PolledReading[],
  { graphLimitUsedUntil, lastBackgroundAt }: PollState,
  now: number,
): GraphJob {
  const readyAt = graphLimitUsedUntil - graphBurstMs;
  if (readyAt > now) return { kind: 'wait', until: readyAt };
  const busy = inFlight.find(({ reading }) => isOfGraph(reading.cost));
  const due = waiting.filter(
    ({ polled: { reading }, dueAt: at }) =>
      isOfGraph(reading.cost) && at <= now && (busy === undefined || busy.reading.jobId === reading.jobId),
  );
  const isBackgroundTurn = now - lastBackgroundAt >= backgroundWaitsMs;
  const first = due.find(({ polled: { reading } }) => (reading.isBackground === true) === isBackgroundTurn) ?? due[0];
  if (first !== undefined) return { kind: 'start', jobId: first.polled.reading.jobId };
  return { kind: 'wait', until: busy === undefined ? longAgo : never };
}

/** Compares two times. Two infinite times are equal. */
function compareTimes(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
