import type { LogMinutes } from '../../logs/log-store.ts';
import { largest } from '../../text/largest.ts';
import type { Token } from '../theme/theme.ts';

const minuteMs = 60_000;
const heights = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

export type ErrorCounts = { readonly text: string; readonly token: Token | undefined };

export type SparklineFormat = {
  readonly title: string;
  readonly width: number;
  readonly minutes: number;
  /** Formats the totals after the bars. */
  readonly formatCounts: (errors: number, warnings: number) => string;
};

export const sparklineFormats = {
  /** `······▁▂█▁ 3E 12W`: 3 errors and 12 warnings. Counts above 99 are shown as `99+`. */
  long: {
    title: 'LAST 10 MIN',
    width: 20,
    minutes: 10,
    formatCounts: (errors, warnings) =>
      [...(errors === 0 ? [] : [` ${short(errors)}E`]), ...(warnings === 0 ? [] : [` ${short(warnings)}W`])].join(''),
  },
  /** `·▁▂█▁E`: E if there are errors, W if there are only warnings. */
  short: { title: '5 MIN', width: 6, minutes: 5, formatCounts: (errors) => (errors > 0 ? 'E' : 'W') },
} as const satisfies Record<string, SparklineFormat>;

/** Draws the warnings and errors of a pod's logs per minute, newest on the right, with totals. */
export function errorSparkline(
  logs: readonly LogMinutes[],
  now: number,
  { minutes, formatCounts }: SparklineFormat,
): ErrorCounts {
  const warnings = lastMinutes(logs, 'warnings', now, minutes);
  const errors = lastMinutes(logs, 'errors', now, minutes);
  const perMinute = warnings.map((count, index) => count + (errors[index] ?? 0));
  const highest = largest(perMinute);
  if (highest === 0) return { text: '', token: undefined };
  const bars = perMinute.map((count) =>
    count === 0 ? '·' : heights[Math.ceil((Math.log1p(count) / Math.log1p(highest)) * heights.length) - 1],
  );
  const totals = formatCounts(sum(errors), sum(warnings));
  return { text: bars.join('') + totals, token: sum(errors) > 0 ? 'error' : 'warning' };
}

function lastMinutes(
  logs: readonly LogMinutes[],
  kind: 'warnings' | 'errors',
  now: number,
  shownMinutes: number,
): readonly number[] {
  const newest = Math.floor(now / minuteMs);
  const counts = new Array<number>(shownMinutes).fill(0);
  for (const minutes of logs) {
    for (const [index, count] of minutes[kind].entries()) {
      const column = shownMinutes - 1 - (newest - (minutes.minute - (minutes[kind].length - 1 - index)));
      // If the node's clock is ahead, its newest minutes count as the current minute.
      if (column >= 0)
        counts[Math.min(column, shownMinutes - 1)] = (counts[Math.min(column, shownMinutes - 1)] ?? 0) + count;
    }
  }
  return counts;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** `12`, `99+` */
function short(count: number): string {
  return count > 99 ? '99+' : String(count);
}
