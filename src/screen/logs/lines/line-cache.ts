import type { LogSource } from '../../../logs/log-store.ts';
import type { JobTints } from '../../state/job-tint.ts';
import type { Theme } from '../../theme/theme.ts';

/** Limit for each log, enough for a few screens of lines. */
const maxLines = 500;

export type LineCache = (
  source: LogSource,
  sequence: number,
  theme: Theme,
  jobs: JobTints,
  key: string,
  format: () => readonly string[],
) => readonly string[];

/** Creates a cache of formatted log lines. `theme`, `jobs` and `key` identify the format. */
export function createLineCache(): LineCache {
  type CachedLine = {
    readonly theme: Theme;
    readonly jobs: JobTints;
    readonly key: string;
    readonly rows: readonly string[];
  };
  const logs = new WeakMap<LogSource, Map<number, CachedLine>>();
  return (source, sequence, theme, jobs, key, format) => {
    const lines = logs.get(source) ?? new Map<number, CachedLine>();
    logs.set(source, lines);
    const cached = lines.get(sequence);
    if (cached?.key === key && cached.theme === theme && cached.jobs === jobs) return cached.rows;
    if (lines.size > maxLines) lines.clear();
    const rows = format();
    lines.set(sequence, { theme, jobs, key, rows });
    return rows;
  };
}
