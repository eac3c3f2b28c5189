import type { LogLevel, LogMinutes } from '../log-store.ts';

const minuteCount = 60;

/** Counts warnings and errors per minute for the last 60 minutes of a log. */
export function createMinuteCounts(): {
  readonly count: (level: LogLevel | undefined, at: number) => void;
  readonly minutes: () => LogMinutes;
} {
  const warnings = new Uint32Array(minuteCount);
  const errors = new Uint32Array(minuteCount);
  let newest = 0;

  const moveTo = (minute: number) => {
    for (let next = Math.max(newest + 1, minute - minuteCount + 1); next <= minute; next += 1) {
      warnings[next % minuteCount] = 0;
      errors[next % minuteCount] = 0;
    }
    newest = minute;
  };
  const inOrder = (counts: Uint32Array): readonly number[] =>
    newest === 0
      ? []
      : Array.from({ length: minuteCount }, (_, index) => counts[(newest + 1 + index) % minuteCount] ?? 0);

  return {
    count: (level, at) => {
      const minute = Math.floor(at / 60_000);
      if (minute > newest) moveTo(minute);
      if (minute <= newest - minuteCount) return;
      const counts = level === 'WARN' ? warnings : level === 'ERROR' || level === 'FATAL' ? errors : undefined;
      if (counts !== undefined) counts[minute % minuteCount] = (counts[minute % minuteCount] ?? 0) + 1;
    },
    minutes: () => ({ minute: newest, warnings: inOrder(warnings), errors: inOrder(errors) }),
  };
}
