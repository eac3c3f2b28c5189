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
import type { Reading, ReadingResult, Readings } from './reading.ts';

const timeoutMs = 5000;
/** Node fires a timer with a longer delay than this at once. */
const longestTimerMs = 2 ** 31 - 1;

export type ReadingPoll = {
  /** Sets the readings to poll. Requests for other readings are aborted. */
  readonly need: (needs: readonly Reading<unknown>[]) => void;
  /** Requests all needed readings as soon as their costs allow. */
  readonly refresh: () => void;
  readonly readings: () => Readings;
  /** True while a request is in flight. */
  readonly isBusy: () => boolean;
  /** Epoch ms of the next request. */
  readonly nextAt: () => number;
  readonly stop: () => void;
};

/**
 * Polls the needed readings from Flink's REST API, each by its cost. Calls `onUpdate` with the reading's key after each
 * response and each failure.
 */
export function pollReadings(flink: FlinkRest, onUpdate: (key: string) => void): ReadingPoll {
  const calls = new Map<string, AbortController>();
  let state: PollState = nothingPolled;
  let timer: NodeJS.Timeout | undefined;
  let nextAt = Date.now();
  let isStopped = false;

  function schedule(): void {
    clearTimeout(timer);
    if (isStopped) return;
    let plan = planReadings(state, Date.now());
    while (plan.start.length > 0) {
      state = requested(state, plan.start, Date.now());
      for (const key of plan.start) void send(key);
      plan = planReadings(state, Date.now());
    }
    if (!Number.isFinite(plan.nextAt)) return;
    nextAt = plan.nextAt;
    timer = setTimeout(schedule, Math.min(longestTimerMs, Math.max(0, nextAt - Date.now())));
  }

  async function send(key: string): Promise<void> {
    const reading = state.polled.get(key)?.reading;
    if (reading === undefined) return;
    const call = new AbortController();
    calls.set(key, call);
    const timeout = setTimeout(() => call.abort(new DOMException('timed out', 'TimeoutError')), timeoutMs);
    const result = await settle(reading, flink, call.signal);
    clearTimeout(timeout);
    if (isStopped || calls.get(key) !== call) return;
    calls.delete(key);
    state = 'error' in result ? failed(state, key, result.error, Date.now()) : answered(state, key, result, Date.now());
    schedule();
    onUpdate(key);
  }

  function abortUnneeded(): void {
    for (const [key, call] of calls) {
      const polled = state.polled.get(key);
      if (polled !== undefined && isNeeded(polled)) continue;
      calls.delete(key);
      call.abort(new Error('no longer needed'));
    }
  }

  return {
    need: (needs) => {
      state = needed(state, needs, Date.now());
      abortUnneeded();
      schedule();
    },
    refresh: () => {
      state = refreshed(state);
      schedule();
    },
    readings: () => state.readings,
    isBusy: () => calls.size > 0,
    nextAt: () => nextAt,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      for (const call of calls.values()) call.abort(new Error('session closed'));
    },
  };
}

async function settle(
  reading: Reading<unknown>,
  flink: FlinkRest,
  signal: AbortSignal,
): Promise<ReadingResult<unknown> | { readonly error: Error }> {
  try {
    return await reading.read(flink, signal);
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}
