import { reuseIfEqual } from '../watch/reuse-if-equal.ts';
import type { CostClass, Reading, ReadingAnswer, ReadingState, Readings } from './reading.ts';
import { type FailureKind, failureKind } from './retry-delay.ts';

/** How the last question ended. Times are epoch milliseconds. */
type LastRequest =
  | { readonly end: 'none' }
  /** `emptyAnswers`: one after the other, this one included. */
  | {
      readonly end: 'answered';
      readonly requestedAt: number;
      readonly durationMs: number;
      readonly emptyAnswers: number;
    }
  | {
      readonly end: 'failed';
      readonly requestedAt: number;
      readonly durationMs: number;
      readonly kind: FailureKind;
      /** One after the other, this one included. */
      readonly failures: number;
    };

/** One reading that is polled. */
export type PolledReading = {
  readonly reading: Reading<unknown>;
  readonly last: LastRequest;
  /** Being asked since then; undefined while nothing is on its way. */
  readonly requestedAt: number | undefined;
  /** Asked for by a person, or after a change of leader: its period does not count. */
  readonly isUrgent: boolean;
  /** No longer needed since then. */
  readonly unneededSince: number | undefined;
};

/** Everything that decides what is asked when. */
export type PollState = {
  readonly polled: ReadonlyMap<string, PolledReading>;
  readonly readings: Readings;
  /** When the last question of this class began. */
  readonly lastRequestedAt: { readonly [Cost in CostClass]?: number };
  /** Until then the calls of classes G and K that were made use up one a second. */
  readonly graphCallsPaidAt: number;
  /** When the bunch of metrics began that the last ones belong to. */
  readonly metricsSince: number;
};

export const nothingPolled: PollState = {
  polled: new Map(),
  readings: new Map(),
  lastRequestedAt: {},
  graphCallsPaidAt: Number.NEGATIVE_INFINITY,
  metricsSince: Number.NEGATIVE_INFINITY,
};

/** Rows that were scrolled away and come back are not asked for anew; a page that is opened again shows what it had. */
const keptMs = 60_000;
export const metricsWindowMs = 10_000;
const graphCallMs = 1000;
const noQuestion: LastRequest = { end: 'none' };

/** From now on these are needed, and no others. */
export function needed(state: PollState, needs: readonly Reading<unknown>[], now: number): PollState {
  const wanted = mostOften(needs);
  const polled = new Map<string, PolledReading>();
  for (const [key, known] of state.polled) {
    const next = wanted.has(key) ? known : unneeded(known, now);
    if (now - (next.unneededSince ?? now) < keptMs) polled.set(key, next);
  }
  for (const [key, reading] of wanted) {
    const known = polled.get(key) ?? { last: noQuestion, requestedAt: undefined, isUrgent: false };
    polled.set(key, { ...known, reading, unneededSince: undefined });
  }
  const forgotten = [...state.readings.keys()].some((key) => !polled.has(key));
  const readings = forgotten ? new Map([...state.readings].filter(([key]) => polled.has(key))) : state.readings;
  return { ...state, polled, readings };
}

/** One record a key: that which is to be asked most often. */
function mostOften(needs: readonly Reading<unknown>[]): ReadonlyMap<string, Reading<unknown>> {
  const wanted = new Map<string, Reading<unknown>>();
  for (const reading of needs) {
    const other = wanted.get(reading.key);
    if (other === undefined || reading.intervalMs < other.intervalMs) wanted.set(reading.key, reading);
  }
  return wanted;
}

function unneeded(known: PolledReading, now: number): PolledReading {
  if (known.unneededSince !== undefined) return known;
  return { ...known, requestedAt: undefined, isUrgent: false, unneededSince: now };
}

/** Everything that is needed is wanted now. */
export function refreshed(state: PollState): PollState {
  const polled = new Map([...state.polled].map(([key, known]) => [key, { ...known, isUrgent: isNeeded(known) }]));
  return { ...state, polled };
}

/** These questions were sent. */
export function requested(state: PollState, keys: readonly string[], now: number): PollState {
  const polled = new Map(state.polled);
  const lastAskedAt: { [Cost in CostClass]?: number } = { ...state.lastRequestedAt };
  let { graphCallsPaidAt, metricsSince } = state;
  for (const key of keys) {
    const known = polled.get(key);
    if (known === undefined) continue;
    const { cost } = known.reading;
    polled.set(key, { ...known, requestedAt: now, isUrgent: false });
    lastAskedAt[cost] = now;
    if (isOfGraph(cost)) graphCallsPaidAt = Math.max(graphCallsPaidAt, now) + graphCallMs;
    if (cost === 'M' && now - metricsSince >= metricsWindowMs) metricsSince = now;
  }
  return { ...state, polled, lastRequestedAt: lastAskedAt, graphCallsPaidAt, metricsSince };
}

export function answered(
  state: PollState,
  key: string,
  { value, isEmpty }: ReadingAnswer<unknown>,
  now: number,
): PollState {
  const known = state.polled.get(key);
  if (known?.requestedAt === undefined) return state;
  const emptyAnswers = isEmpty ? 1 + (known.last.end === 'answered' ? known.last.emptyAnswers : 0) : 0;
  const last = {
    end: 'answered',
    requestedAt: known.requestedAt,
    durationMs: now - known.requestedAt,
    emptyAnswers,
  } as const;
  const { polled } = provesTheLink(known) ? withOthersOfTheLink(state) : state;
  const { value: valueBefore, readAt } = state.readings.get(key) ?? {};
  // The first empty answer says nothing yet.
  const read: ReadingState<unknown> =
    emptyAnswers === 1
      ? { value: valueBefore, readAt, failure: undefined }
      : { value: sameValue(valueBefore, value), readAt: now, failure: undefined };
  return {
    ...state,
    polled: new Map(polled).set(key, { ...known, last, requestedAt: undefined }),
    readings: new Map(state.readings).set(key, read),
  };
}

export function failed(state: PollState, key: string, failure: Error, now: number): PollState {
  const known = state.polled.get(key);
  if (known?.requestedAt === undefined) return state;
  const failures = 1 + (known.last.end === 'failed' ? known.last.failures : 0);
  const durationMs = now - known.requestedAt;
  const kind = failureKind(failure);
  const last = { end: 'failed', requestedAt: known.requestedAt, durationMs, kind, failures } as const;
  const { value, readAt } = state.readings.get(key) ?? {};
  return {
    ...state,
    polled: new Map(state.polled).set(key, { ...known, last, requestedAt: undefined }),
    readings: new Map(state.readings).set(key, { value, readAt, failure }),
  };
}

/** The link is back: whatever it kept from being answered is wanted now. */
function withOthersOfTheLink(state: PollState): PollState {
  const polled = new Map(
    [...state.polled].map(([key, known]) => [key, wasCutOff(known) ? { ...known, isUrgent: isNeeded(known) } : known]),
  );
  return { ...state, polled };
}

/** A hung JobMaster that answers again says nothing of the others. */
function provesTheLink(known: PolledReading): boolean {
  const { last, reading } = known;
  return wasCutOff(known) && !(last.end === 'failed' && last.kind === 'timeout' && reading.cost !== 'R');
}

function wasCutOff({ last }: PolledReading): boolean {
  return last.end === 'failed' && (last.kind === 'link' || last.kind === 'timeout' || last.kind === 'denied');
}

export const isNeeded = ({ unneededSince }: PolledReading): boolean => unneededSince === undefined;
export const isOfGraph = (cost: CostClass): boolean => cost === 'G' || cost === 'K';

/** The object from before where the new one says the same. Long lists are compared where they are read. */
function sameValue(before: unknown, now: unknown): unknown {
  const isComparable = typeof now === 'object' && now !== null && !Array.isArray(now);
  return isComparable ? reuseIfEqual(before as object | undefined, now) : now;
}
