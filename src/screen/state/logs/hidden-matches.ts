import type { LogSource } from '../../../logs/log-store.ts';
import type { LogScan } from '../../../logs/view/log-scan.ts';
import type { FoundLines } from '../../../logs/view/sequences.ts';
import type { ScreenState } from '../screen-state.ts';
import type { HiddenMatches, MatchCount } from './drawn-logs.ts';
import { followedSources, otherSources } from './followed-logs.ts';

/** Counting stops at this number, because the exact number of more lines does not help the user. */
const maxLines = 1000;
const fewLines = 200;

type Task = { readonly scan: LogScan; readonly sources: readonly LogSource[] };

/** Returns the counts for a pane that is empty because of its filters, otherwise undefined. */
export function readHiddenMatches(state: ScreenState): HiddenMatches | undefined {
  const { filterScan } = state.logs;
  const { hidden } = state.drawnLogs;
  const previous = hidden?.filterScan === filterScan ? hidden : undefined;
  if (filterScan === undefined || !isEmptyByFilter(state, previous !== undefined)) return undefined;
  const { otherPods, belowLevel } = tasksOf(state);
  return {
    filterScan,
    otherPods: otherPods && countOf(otherPods, previous?.otherPods),
    belowLevel: belowLevel && countOf(belowLevel, previous?.belowLevel),
  };
}

/** Whether there are more hidden lines to count. */
export function hasHiddenLinesToCount(state: ScreenState): boolean {
  return isEmptyByFilter(state) && unfinishedTasks(state).length > 0;
}

/** Counts hidden lines until this time of `performance.now()`, but at least a few. */
export function countHiddenLines(state: ScreenState, until: number): void {
  if (!isEmptyByFilter(state)) return;
  for (const { scan, sources } of unfinishedTasks(state)) scan.advance(sources, until);
}

/** Whether the shown logs have lines, are scanned, and none of the lines matches. */
function isEmptyByFilter(state: ScreenState, wasEmpty = false): boolean {
  const { filterScan } = state.logs;
  if (filterScan === undefined) return false;
  const sources = followedSources(state);
  return (
    sources.some(({ first, end }) => end > first) &&
    sources.every((source) => linesIn(filterScan.found(source), source) === 0) &&
    isScanned({ scan: filterScan, sources }, wasEmpty)
  );
}

/**
 * Whether all lines are scanned. After the first complete scan, a few unscanned lines are ignored, so that the text
 * does not change with each new line.
 */
function isScanned({ scan, sources }: Task, wasScanned: boolean): boolean {
  if (scan.scannedSince(sources) === Number.NEGATIVE_INFINITY) return true;
  const lines = sources.reduce((sum, { first, end }) => sum + end - first, 0);
  return wasScanned && lines * (1 - scan.progress(sources)) <= fewLines;
}

function tasksOf(state: ScreenState): {
  readonly otherPods: Task | undefined;
  readonly belowLevel: Task | undefined;
} {
  const { filterScan, anyLevelScan } = state.logs;
  const others = otherSources(state);
  return {
    otherPods: filterScan === undefined || others.length === 0 ? undefined : { scan: filterScan, sources: others },
    belowLevel: anyLevelScan && { scan: anyLevelScan, sources: followedSources(state) },
  };
}

function unfinishedTasks(state: ScreenState): readonly Task[] {
  const { otherPods, belowLevel } = tasksOf(state);
  return [belowLevel, otherPods].filter((task) => task !== undefined && countOf(task).state === 'partial') as Task[];
}

function countOf({ scan, sources }: Task, previous?: MatchCount): MatchCount {
  const counts = sources
    .map((source) => ({ pod: source.pod, lines: linesIn(scan.found(source), source) }))
    .filter(({ lines }) => lines > 0)
    .sort((a, b) => b.lines - a.lines);
  const lines = counts.reduce((sum, count) => sum + count.lines, 0);
  return {
    lines: Math.min(lines, maxLines),
    pods: [...new Set(counts.map(({ pod }) => pod))],
    state:
      lines >= maxLines
        ? 'at-least'
        : isScanned({ scan, sources }, previous?.state === 'complete')
          ? 'complete'
          : 'partial',
  };
}

const cache = new WeakMap<FoundLines, { readonly first: number; readonly lines: number }>();

/** Counts up to `maxLines` kept lines, without the gap markers, which match every filter. */
function linesIn(found: FoundLines, source: LogSource): number {
  const { first } = source;
  const cached = cache.get(found);
  if (cached?.first === first) return cached.lines;
  let lines = 0;
  for (let index = found.indexFrom(first); index < found.length && lines < maxLines; index += 1)
    if (source.roleAt(found.at(index) ?? first) !== 'gap') lines += 1;
  cache.set(found, { first, lines });
  return lines;
}
