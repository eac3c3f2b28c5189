import type { LogSource } from '../../logs/log-store.ts';
import type { Token } from '../theme/theme.ts';

const shownMinutes = 10;
const minuteMs = 60_000;
const heights = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

export type Trouble = { readonly text: string; readonly token: Token | undefined };

/** Columns of a bar with its counts, up to 99 of each: `······▁▂█▁ 3E 12W`. */
export const troubleWidth = shownMinutes + 8;

/** Warnings and errors of a pod's logs in each of the last ten minutes, the newest at the right, and how many in all. */
export function troubleBar(sources: readonly LogSource[], now: number): Trouble {
  const warnings = lastMinutes(sources, 'warnings', now);
  const errors = lastMinutes(sources, 'errors', now);
  const perMinute = warnings.map((count, index) => count + (errors[index] ?? 0));
  const most = Math.max(...perMinute);
  if (most === 0) return { text: '', token: undefined };
  const bar = perMinute.map((count) =>
    count === 0 ? '·' : heights[Math.ceil((Math.log1p(count) / Math.log1p(most)) * heights.length) - 1],
  );
  const [errorCount, warningCount] = [sum(errors), sum(warnings)];
  const counts = [
    ...(errorCount === 0 ? [] : [`${short(errorCount)}E`]),
    ...(warningCount === 0 ? [] : [`${short(warningCount)}W`]),
  ];
  return { text: `${bar.join('')} ${counts.join(' ')}`, token: errorCount > 0 ? 'error' : 'warning' };
}

function lastMinutes(sources: readonly LogSource[], kind: 'warnings' | 'errors', now: number): readonly number[] {
  const newest = Math.floor(now / minuteMs);
  const counts = new Array<number>(shownMinutes).fill(0);
  for (const source of sources) {
    const minutes = source.minutes();
    for (const [index, count] of minutes[kind].entries()) {
      const place = shownMinutes - 1 - (newest - (minutes.minute - (minutes[kind].length - 1 - index)));
      // A node's clock that goes ahead of ours: its newest minute is the last one here.
      if (place >= 0)
        counts[Math.min(place, shownMinutes - 1)] = (counts[Math.min(place, shownMinutes - 1)] ?? 0) + count;
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
