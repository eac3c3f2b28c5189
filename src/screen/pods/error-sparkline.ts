import type { LogMinutes } from '../../logs/log-store.ts';
import { sparkline } from '../draw/sparkline.ts';
import { minuteCounts, total } from '../state/logs/minute-counts.ts';
import type { Token } from '../theme/theme.ts';

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
  const warnings = minuteCounts(logs, 'warnings', now, minutes);
  const errors = minuteCounts(logs, 'errors', now, minutes);
  const [warningTotal, errorTotal] = [total(warnings), total(errors)];
  if (warningTotal + errorTotal === 0) return { text: '', token: undefined };
  const [bars = ''] = sparkline(
    warnings.map((count, index) => count + (errors[index] ?? 0)),
    1,
  );
  return { text: bars + formatCounts(errorTotal, warningTotal), token: errorTotal > 0 ? 'error' : 'warning' };
}

/** `12`, `99+` */
function short(count: number): string {
  return count > 99 ? '99+' : String(count);
}
