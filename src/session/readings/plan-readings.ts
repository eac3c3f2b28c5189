import { isNeeded, isOfGraph, metricsWindowMs, type PolledReading, type PollState } from './poll-state.ts';
import type { CostClass } from './reading.ts';
import { minIntervalMs, retryDelay } from './retry-delay.ts';

export type ReadingPlan = {
  /** Keys of what to ask now. */
  readonly start: readonly string[];
  /** When something is due again, as far as time alone decides; infinite where answers are waited for. */
  readonly nextAt: number;
};

const longAgo = Number.NEGATIVE_INFINITY;
const never = Number.POSITIVE_INFINITY;

/** Between two questions to all JobMasters, or two to the ResourceManager, whoever asks for them: a held key too. */
const leastMs: { readonly [Cost in CostClass]?: number } = { F: 3000, R: 3000 };
/** Flink's REST server has four threads for everybody. */
const mostAtOnce: { readonly [Cost in CostClass]: number } = {
  '0': never,
  R: never,
  F: 1,
  J: 3,
  G: never,
  K: never,
  M: 4,
  T: 0,
};
/** So far calls of classes G and K may run ahead of one a second: who opens two jobs in a row sees both at once. */
const graphBurstMs = 2000;
/** What is due this soon is asked together with what is due: Flink keeps a graph that it has built for 3 s. */
const bunchMs = 1500;
/** By then the TaskManagers have told their metrics. */
const emptyAgainMs = 1500;

type Waiting = { readonly polled: PolledReading; readonly dueAt: number };

/** What is due now, by what each question costs. Asks nothing itself. */
export function planReadings(state: PollState, now: number): ReadingPlan {
  const needed = [...state.polled.values()].filter(isNeeded);
  const waiting = needed
    .filter(({ requestedAt: askedSince }) => askedSince === undefined)
    .map((polled): Waiting => ({ polled, dueAt: dueAt(polled, state) }))
    .sort((a, b) => compare(a.dueAt, b.dueAt));
  const onTheirWay = needed.filter(({ requestedAt: askedSince }) => askedSince !== undefined);
  const ask: string[] = [];
  const free = (cost: CostClass) =>
    mostAtOnce[cost] -
    [...onTheirWay.map(({ reading }) => reading), ...ask.map((key) => state.polled.get(key)?.reading)].filter(
      (reading) => reading?.cost === cost,
    ).length;

  const graphJob = chooseGraphJob(waiting, onTheirWay, state, now);
  let nextAt = never;
  for (const { polled, dueAt: at } of waiting) {
    const { key, cost, jobId } = polled.reading;
    if (isOfGraph(cost)) {
      if (graphJob.kind === 'ask' && jobId === graphJob.jobId && at <= now + bunchMs) ask.push(key);
      else nextAt = Math.min(nextAt, Math.max(at, graphJob.kind === 'wait' ? graphJob.until : now));
    } else {
      const openAt = free(cost) > 0 ? Math.max(at, classOpensAt(polled, state)) : never;
      if (openAt <= now) ask.push(key);
      else nextAt = Math.min(nextAt, openAt);
    }
  }
  return { start: ask, nextAt };
}

/** When a reading is due, whatever else is asked. */
function dueAt(polled: PolledReading, state: PollState): number {
  const { reading, last, isUrgent } = polled;
  const { cost, intervalMs: everyMs } = reading;
  // Asking sooner makes no metric newer.
  if (last.end === 'none') return longAgo;
  const { requestedAt, durationMs } = last;
  if (isUrgent && cost !== 'M') return last.end === 'failed' ? longAgo : requestedAt + (leastMs[cost] ?? 0);
  if (last.end === 'failed') {
    const { from, pauseMs } = retryDelay(reading, last);
    return requestedAt + pauseMs + (from === 'end' ? durationMs : 0);
  }
  if (last.emptyAnswers === 1) return requestedAt + durationMs + emptyAgainMs;
  if (cost !== 'M') return requestedAt + minIntervalMs(cost, everyMs, durationMs);
  return requestedAt < state.metricsSince ? longAgo : state.metricsSince + Math.max(everyMs, metricsWindowMs);
}

/** After a failure too, as the JobMasters may still be at it. */
function classOpensAt({ reading: { cost } }: PolledReading, { lastRequestedAt: lastAskedAt }: PollState): number {
  return cost === 'F' ? (lastAskedAt.F ?? longAgo) + (leastMs.F ?? 0) : longAgo;
}

type GraphJob =
  | { readonly kind: 'ask'; readonly jobId: string | undefined }
  | { readonly kind: 'wait'; readonly until: number };

/** One job at a time, and over all jobs one call a second: the job whose turn it is. */
function chooseGraphJob(
  waiting: readonly Waiting[],
  onTheirWay: readonly PolledReading[],
  { graphCallsPaidAt }: PollState,
  now: number,
): GraphJob {
  const openAt = graphCallsPaidAt - graphBurstMs;
  if (openAt > now) return { kind: 'wait', until: openAt };
  const busy = onTheirWay.find(({ reading }) => isOfGraph(reading.cost));
  const first = waiting.find(
    ({ polled: { reading }, dueAt: at }) =>
      isOfGraph(reading.cost) && at <= now && (busy === undefined || busy.reading.jobId === reading.jobId),
  );
  if (first !== undefined) return { kind: 'ask', jobId: first.polled.reading.jobId };
  return { kind: 'wait', until: busy === undefined ? longAgo : never };
}

/** Infinite ones are equal. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
