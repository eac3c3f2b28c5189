import type { LogLevel, LogMinutes } from '../log-store.ts';

const length = 60;

/** Warnings and errors of the last hour that was logged, by the minute. */
export function createMinuteCounts(): {
  readonly count: (level: LogLevel | undefined, at: number) => void;
  readonly minutes: () => LogMinutes;
} {
  const warnings = new Uint32Array(length);
  const errors = new Uint32Array(length);
  let newest = 0;

  const moveTo = (minute: number) => {
    for (let next = Math.max(newest + 1, minute - length + 1); next <= minute; next += 1) {
      warnings[next % length] = 0;
      errors[next % length] = 0;
    }
    newest = minute;
  };
  const inOrder = (counts: Uint32Array): readonly number[] =>
    newest === 0 ? [] : Array.from({ length }, (_, index) => counts[(newest + 1 + index) % length] ?? 0);

  return {
    count: (level, at) => {
      const minute = Math.floor(at / 60_000);
      if (minute > newest) moveTo(minute);
      if (minute <= newest - length) return;
      const counts = level === 'WARN' ? warnings : level === 'ERROR' || level === 'FATAL' ? errors : undefined;
      if (counts !== undefined) counts[minute % length] = (counts[minute % length] ?? 0) + 1;
    },
    minutes: () => ({ minute: newest, warnings: inOrder(warnings), errors: inOrder(errors) }),
  };
}
