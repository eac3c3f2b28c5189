import { mainContainer } from '../../flink/names.ts';
import type { LogSource, LogStore } from '../../logs/log-store.ts';
import { largest } from '../../text/largest.ts';
import type { ErrorRateEntry } from './entry.ts';

const minuteMs = 60_000;
const comparedMinutes = 10;
const minErrors = 10;
const factor = 5;

/**
 * Returns a function that finds the minutes in which a pod logged at least 10 errors, and five times as many as in each
 * of the ten minutes before. Each minute is checked once, after its end. `now`: epoch ms by the API server's clock.
 */
export function createErrorRates(logs: Pick<LogStore, 'sources'>): (now: number) => readonly ErrorRateEntry[] {
  const checkedTo = new Map<string, number>();
  return (now) => {
    const ended = Math.floor(now / minuteMs) - 1;
    return logs.sources().flatMap((source) => {
      if (source.container !== mainContainer) return [];
      const entries = jumps(source, checkedTo.get(source.key) ?? 0, ended);
      checkedTo.set(source.key, ended);
      return entries;
    });
  };
}

/** Checks the minutes after `from`, up to `to`. */
function jumps(source: LogSource, from: number, to: number): readonly ErrorRateEntry[] {
  const { minute: newest, errors } = source.minutes();
  const oldest = newest - errors.length + 1;
  // Earlier minutes are unknown if the oldest ones already contain errors.
  const first = errors.slice(0, comparedMinutes).some((count) => count > 0) ? comparedMinutes : 0;
  return errors.flatMap((perMinute, index): readonly ErrorRateEntry[] => {
    const minute = oldest + index;
    if (index < first || minute <= from || minute > to) return [];
    const before = largest(errors.slice(Math.max(0, index - comparedMinutes), index));
    if (perMinute < minErrors || perMinute < factor * before) return [];
    return [{ kind: 'errors', at: minute * minuteMs, pod: source.pod, uid: source.uid, perMinute, before }];
  });
}
