import type { FlinkRest } from '../../flink/rest.ts';
import { planReadings } from './plan-readings.ts';
import {
  answered,
  failed,
  isNeeded,
  needed,
  nothingPolled,
  type PollState,
  refreshed,
  requested,
} from './poll-state.ts';
import type { Reading, ReadingAnswer, Readings } from './reading.ts';

const answerWithinMs = 5000;
/** A timer that is set for longer ends at once. */
const longestTimerMs = 2 ** 31 - 1;

export type ReadingPoll = {
  /** From now on these are asked for, and no others: what is on its way for another is given up. */
  readonly need: (needs: readonly Reading<unknown>[]) => void;
  /** Asks for everything that is needed, as soon as its cost allows. */
  readonly refresh: () => void;
  readonly readings: () => Readings;
  /** Whether an answer is waited for. */
  readonly isBusy: () => boolean;
  /** When something is asked next. */
  readonly nextAt: () => number;
  readonly stop: () => void;
};

/**
 * Asks Flink's REST API for what is needed, each by its cost, and gives up what is not answered within 5 s. `told` is
 * called after each answer and each failure, with the key of the reading.
 */
export function pollReadings(flink: FlinkRest, told: (key: string) => void): ReadingPoll {
  const calls = new Map<string, AbortController>();
  let state: PollState = nothingPolled;
  let timer: NodeJS.Timeout | undefined;
  let nextAt = Date.now();
  let isStopped = false;

  function goOn(): void {
    clearTimeout(timer);
    if (isStopped) return;
    let plan = planReadings(state, Date.now());
    while (plan.start.length > 0) {
      state = requested(state, plan.start, Date.now());
      for (const key of plan.start) void ask(key);
      plan = planReadings(state, Date.now());
    }
    if (!Number.isFinite(plan.nextAt)) return;
    nextAt = plan.nextAt;
    timer = setTimeout(goOn, Math.min(longestTimerMs, Math.max(0, nextAt - Date.now())));
  }

  async function ask(key: string): Promise<void> {
    const reading = state.polled.get(key)?.reading;
    if (reading === undefined) return;
    const call = new AbortController();
    calls.set(key, call);
    const limit = setTimeout(() => call.abort(new DOMException('no answer in time', 'TimeoutError')), answerWithinMs);
    const end = await outcome(reading, flink, call.signal);
    clearTimeout(limit);
    if (isStopped || calls.get(key) !== call) return;
    calls.delete(key);
    state = 'error' in end ? failed(state, key, end.error, Date.now()) : answered(state, key, end, Date.now());
    goOn();
    told(key);
  }

  function giveUpUnneeded(): void {
    for (const [key, call] of calls) {
      const polled = state.polled.get(key);
      if (polled !== undefined && isNeeded(polled)) continue;
      calls.delete(key);
      call.abort(new Error('It is no longer needed.'));
    }
  }

  return {
    need: (needs) => {
      state = needed(state, needs, Date.now());
      giveUpUnneeded();
      goOn();
    },
    refresh: () => {
      state = refreshed(state);
      goOn();
    },
    readings: () => state.readings,
    isBusy: () => calls.size > 0,
    nextAt: () => nextAt,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      for (const call of calls.values()) call.abort(new Error('The session was left.'));
    },
  };
}

async function outcome(
  reading: Reading<unknown>,
  flink: FlinkRest,
  signal: AbortSignal,
): Promise<ReadingAnswer<unknown> | { readonly error: Error }> {
  try {
    return await reading.read(flink, signal);
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}
