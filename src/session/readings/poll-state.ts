import { reuseIfEqual } from '../watch/reuse-if-equal.ts';
import type { CostClass, Reading, ReadingResult, ReadingState, Readings } from './reading.ts';
import { type FailureKind, failureKind } from './retry-delay.ts';

/** Outcome of the last request. Times are epoch milliseconds. */
type LastRequest =
  | { readonly result: 'none' }
  /** `emptyResponses` counts consecutive empty responses, this one included. */
  | {
      readonly result: 'answered';
      readonly requestedAt: number;
      readonly durationMs: number;
      readonly emptyResponses: number;
    }
  | {
      readonly result: 'failed';
      readonly requestedAt: number;
      readonly durationMs: number;
      readonly kind: FailureKind;
      /** Consecutive failures, this one included. */
      readonly failures: number;
    };

/** A reading with the state of its requests. */
export type PolledReading = {
  readonly reading: Reading<unknown>;
  readonly last: LastRequest;
  /** Start of the current request; undefined while none is in flight. */
  readonly requestedAt: number | undefined;
  /**
   * Requested by the user, after a change of leader or after an outage. The interval of an urgent reading is ignored.
   */
  readonly isUrgent: boolean;
  /** Epoch ms at which the mark changed; undefined after a request that was late enough to contain the change. */
  readonly markedAt: number | undefined;
  /** Latest change of the mark; later than `markedAt` if the mark changed again. */
  readonly lastMarkedAt: number | undefined;
  /** Epoch ms at which the reading became unneeded; undefined while needed. */
  readonly unneededSince: number | undefined;
};

/** State that decides when to request each reading. */
export type PollState = {
  readonly polled: ReadonlyMap<string, PolledReading>;
  readonly readings: Readings;
  /** Start of the latest request of each cost class. */
  readonly lastRequestedAt: { readonly [Cost in CostClass]?: number };
  /** The calls of classes G and K have used up their limit of one a second until this time. */
  readonly graphLimitUsedUntil: number;
  /** Start of the latest request of class G or K for data that is not displayed. */
  readonly lastBackgroundAt: number;
  /** Start of the batch that the latest metrics belong to. */
  readonly metricsSince: number;
};

export const nothingPolled: PollState = {
  polled: new Map(),
  readings: new Map(),
  lastRequestedAt: {},
  graphLimitUsedUntil: Number.NEGATIVE_INFINITY,
  lastBackgroundAt: Number.NEGATIVE_INFINITY,
  metricsSince: Number.NEGATIVE_INFINITY,
};

/** Unneeded values are kept for this time, for rows that scroll back into view and pages that open again. */
const keepMs = 60_000;
export const metricsWindowMs = 10_000;
const graphCallMs = 1000;
/** Data that the user has opened delays other data of classes G and K for at most this time. */
const maxGraphDelayMs = 5000;
/** Flink caches execution graphs and checkpoint statistics for this time. */
export const markSettleMs = 3000;
const noRequest: LastRequest = { result: 'none' };

/** Sets the needed readings. Other readings are forgotten after `keepMs`. */
export function needed(state: PollState, needs: readonly Reading<unknown>[], now: number): PollState {
  const byKey = shortestIntervals(needs);
  const polled = new Map<string, PolledReading>();
  for (const [key, known] of state.polled) {
    const next = byKey.has(key) ? known : unneeded(known, now);
    if (now - (next.unneededSince ?? now) < keepMs) polled.set(key, next);
  }
  for (const [key, reading] of byKey) {
    const known = polled.get(key) ?? newReading(reading);
    const isMarked = known.reading.mark !== reading.mark;
    const markedAt = isMarked ? (known.markedAt ?? now) : known.markedAt;
    const lastMarkedAt = isMarked ? now : known.lastMarkedAt;
    polled.set(key, { ...known, reading, markedAt, lastMarkedAt, unneededSince: undefined });
  }
  const forgotten = [...state.readings.keys()].some((key) => !polled.has(key));
  const readings = forgotten ? new Map([...state.readings].filter(([key]) => polled.has(key))) : state.readings;
  return { ...state, polled, readings };
}

/** Returns one reading for each key: the one with the shortest interval. */
function shortestIntervals(needs: readonly Reading<unknown>[]): ReadonlyMap<string, Reading<unknown>> {
  const byKey = new Map<string, Reading<unknown>>();
  for (const reading of needs) {
    const other = byKey.get(reading.key);
    if (other === undefined || reading.intervalMs < other.intervalMs) byKey.set(reading.key, reading);
  }
  return byKey;
}

function newReading(reading: Reading<unknown>): PolledReading {
  return {
    reading,
    last: noRequest,
    requestedAt: undefined,
    isUrgent: false,
    markedAt: undefined,
    lastMarkedAt: undefined,
    unneededSince: undefined,
  };
}

function unneeded(known: PolledReading, now: number): PolledReading {
  if (known.unneededSince !== undefined) return known;
  return { ...known, requestedAt: undefined, isUrgent: false, unneededSince: now };
}

/** Marks every needed reading as urgent. */
export function refreshed(state: PollState): PollState {
  const polled = new Map([...state.polled].map(([key, known]) => [key, { ...known, isUrgent: isNeeded(known) }]));
  return { ...state, polled };
}

/** Records that the readings were requested, and counts the requests against the limits. */
export function requested(state: PollState, keys: readonly string[], now: number): PollState {
  const polled = new Map(state.polled);
  const lastRequestedAt: { [Cost in CostClass]?: number } = { ...state.lastRequestedAt };
  let { graphLimitUsedUntil, lastBackgroundAt, metricsSince } = state;
  for (const key of keys) {
    const known = polled.get(key);
    if (known === undefined) continue;
    const { cost, isBackground } = known.reading;
    const markedAt = now < (known.lastMarkedAt ?? 0) + markSettleMs ? known.lastMarkedAt : undefined;
    polled.set(key, { ...known, requestedAt: now, isUrgent: false, markedAt });
    lastRequestedAt[cost] = now;
    if (isOfGraph(cost) && isBackground) lastBackgroundAt = now;
    if (isOfGraph(cost)) {
      const usedUntil = Math.max(graphLimitUsedUntil, now) + graphCallMs;
      graphLimitUsedUntil = Math.min(usedUntil, Math.max(graphLimitUsedUntil, now + maxGraphDelayMs));
    }
    if (cost === 'M' && now - metricsSince >= metricsWindowMs) metricsSince = now;
  }
  return { ...state, polled, lastRequestedAt, graphLimitUsedUntil, lastBackgroundAt, metricsSince };
}

export function answered(
  state: PollState,
  key: string,
  { value, isEmpty }: ReadingResult<unknown>,
  now: number,
): PollState {
  const known = state.polled.get(key);
  if (known?.requestedAt === undefined) return state;
  const emptyResponses = isEmpty ? 1 + (known.last.result === 'answered' ? known.last.emptyResponses : 0) : 0;
  const last = {
    result: 'answered',
    requestedAt: known.requestedAt,
    durationMs: now - known.requestedAt,
    emptyResponses,
  } as const;
  const { polled } = provesRestWorks(known) ? retryAfterOutage(state) : state;
  const { value: previousValue, readAt } = state.readings.get(key) ?? {};
  // Flink may have no data at the first request, so keep the previous value.
  const read: ReadingState<unknown> =
    emptyResponses === 1
      ? { value: previousValue, readAt, failure: undefined }
      : { value: sameValue(previousValue, value), readAt: now, failure: undefined };
  return {
    ...state,
    polled: new Map(polled).set(key, { ...known, last, requestedAt: undefined }),
    readings: new Map(state.readings).set(key, read),
  };
}

export function failed(state: PollState, key: string, failure: Error, now: number): PollState {
  const known = state.polled.get(key);
  if (known?.requestedAt === undefined) return state;
  const failures = 1 + (known.last.result === 'failed' ? known.last.failures : 0);
  const durationMs = now - known.requestedAt;
  const kind = failureKind(failure);
  const last = { result: 'failed', requestedAt: known.requestedAt, durationMs, kind, failures } as const;
  const { value, readAt } = state.readings.get(key) ?? {};
  return {
    ...state,
    polled: new Map(state.polled).set(key, { ...known, last, requestedAt: undefined }),
    readings: new Map(state.readings).set(key, { value, readAt, failure }),
  };
}

/** Marks the readings that failed while the link was down as urgent. */
function retryAfterOutage(state: PollState): PollState {
  const polled = new Map(
    [...state.polled].map(([key, known]) => [key, wasCutOff(known) ? { ...known, isUrgent: isNeeded(known) } : known]),
  );
  return { ...state, polled };
}

/**
 * Returns whether the response shows that REST works again. After a timeout, it may only show that one JobMaster works
 * again.
 */
function provesRestWorks(known: PolledReading): boolean {
  const { last, reading } = known;
  return wasCutOff(known) && !(last.result === 'failed' && last.kind === 'timeout' && reading.cost !== 'R');
}

function wasCutOff({ last }: PolledReading): boolean {
  return last.result === 'failed' && (last.kind === 'link' || last.kind === 'timeout' || last.kind === 'denied');
}

export const isNeeded = ({ unneededSince }: PolledReading): boolean => unneededSince === undefined;
export const isOfGraph = (cost: CostClass): boolean => cost === 'G' || cost === 'K';

/**
 * Returns the previous object if the new one is equal. Lists are not compared here, because they are compared when they
 * are parsed. Maps have no own properties to compare.
 */
function sameValue(previous: unknown, now: unknown): unknown {
  const isComparable = typeof now === 'object' && now !== null && !Array.isArray(now) && !(now instanceof Map);
  return isComparable ? reuseIfEqual(previous as object | undefined, now) : now;
}
