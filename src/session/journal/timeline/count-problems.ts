import type { JournalEntry } from '../entry.ts';

/** A number of problems. Restarts that Flink did not list are known only roughly, or not at all. */
export type ProblemCount = { readonly count: number; readonly accuracy: 'exact' | 'about' | 'at least' };

/** Counts problems: each entry is one, except a count of restarts. */
export function countProblems(entries: readonly JournalEntry[]): ProblemCount {
  const counts = entries.filter((entry) => entry.kind === 'restarts').map(({ count }) => count);
  const listed = entries.length - counts.length;
  const count = counts.reduce<number>((sum, each = 0) => sum + each, listed);
  if (counts.includes(undefined)) return { count, accuracy: 'at least' };
  return { count, accuracy: counts.length === 0 ? 'exact' : 'about' };
}

/** `7`, `about 300`, `at least 16` */
export function countText({ count, accuracy }: ProblemCount): string {
  return accuracy === 'exact' ? String(count) : `${accuracy} ${count}`;
}
