import { severityOf } from '../describe-entry.ts';
import type { JournalEntry } from '../entry.ts';
import { firstDifference } from './first-difference.ts';
import { areOneRun } from './fold-keys.ts';
import { closedRows, createRun, openRows, type Run } from './fold-run.ts';
import type { Gap } from './gaps.ts';
import type { TimelineItem } from './timeline-item.ts';

/** The end of a run or a gap, at which the computation can start again. */
type End = {
  /** Index of the entry that closed the run. Later entries do not change it. */
  readonly by: number;
  /** Numbers of entries, gaps and rows up to this end. */
  readonly entries: number;
  readonly gaps: number;
  readonly rows: number;
};

/**
 * The rows of the timeline. A restarting job, and routine entries between two other entries, are one run. Equal entries of a
 * run are one row. The rows before the first changed entry are kept, so that a new entry costs little.
 */
export type TimelineFold = {
  /** Reads entries and gaps, oldest first: only the oldest entries if a count is given. */
  readonly read: (entries: readonly JournalEntry[], gaps: readonly Gap[], count?: number) => void;
  /** Returns the rows of what was read, newest first. */
  readonly rows: () => readonly TimelineItem[];
};

/** The ends of runs that are closer together than `entriesBetweenEnds` are not kept, because they take memory. */
export function createTimelineFold({ entriesBetweenEnds = 50 } = {}): TimelineFold {
  let known: { readonly entries: readonly JournalEntry[]; readonly gaps: readonly Gap[] } = { entries: [], gaps: [] };
  const ends: End[] = [];
  /** Rows of closed runs and gaps, oldest first. */
  const rows: TimelineItem[] = [];
  /** The run of the newest entry that is not routine: all entries up to this entry. */
  let run = createRun();
  /** Routine entries since then. They belong to the next entry that is not routine. */
  let routine = createRun();
  let last: JournalEntry | undefined;
  /** Number of entries in closed runs. */
  let closed = 0;
  /** Number of entries in all runs, and of gaps between them. */
  let read = 0;
  let readGaps = 0;

  function close(ended: Run): void {
    const { length } = ended.entries;
    if (length === 0) return;
    for (const item of closedRows(ended)) rows.push(item);
    closed += length;
    if (closed - (ends.at(-1)?.entries ?? 0) > entriesBetweenEnds) addEnd();
  }

  function addEnd(): void {
    ends.push({ by: read, entries: closed, gaps: readGaps, rows: rows.length });
  }

  function startAgain(): void {
    run = createRun();
    routine = createRun();
    last = undefined;
  }

  function addGap(gap: Gap): void {
    close(run);
    close(routine);
    startAgain();
    rows.push(gapItem(gap));
    readGaps += 1;
    addEnd();
  }

  function add(entry: JournalEntry): void {
    if (severityOf(entry) === 'routine') {
      routine.entries.push(entry);
      return;
    }
    if (last !== undefined && !areOneRun(last, entry)) {
      close(run);
      run = routine;
      routine = createRun();
    } else if (routine.entries.length > 0) {
      for (const each of routine.entries) run.entries.push(each);
      routine = createRun();
    }
    run.entries.push(entry);
    last = entry;
  }

  /** Forgets the rows that this and all later entries have influenced. */
  function goBackTo(index: number): void {
    if (index >= read) return;
    while ((ends.at(-1)?.by ?? -1) >= index) ends.pop();
    const end = ends.at(-1);
    closed = end?.entries ?? 0;
    read = closed;
    readGaps = end?.gaps ?? 0;
    rows.length = end?.rows ?? 0;
    startAgain();
  }

  return {
    read: (entries, gaps, count = entries.length) => {
      goBackTo(firstChange(known, { entries, gaps }));
      known = { entries, gaps };
      for (const end = Math.min(count, entries.length); read < end; read += 1) {
        const entry = entries[read];
        if (entry === undefined) break;
        for (let gap = gaps[readGaps]; gap !== undefined && gap.from < entry.at; gap = gaps[readGaps]) {
          addGap(gap);
        }
        add(entry);
      }
    },
    rows: () => [...rows, ...openRows(run), ...openRows(routine), ...known.gaps.slice(readGaps).map(gapItem)].reverse(),
  };
}

const gapItem = (gap: Gap): TimelineItem => ({ kind: 'gap', ...gap });

type Timeline = { readonly entries: readonly JournalEntry[]; readonly gaps: readonly Gap[] };

/** Returns the index of the first entry that is different, or that comes after the first different gap. */
function firstChange(before: Timeline, after: Timeline): number {
  const entry = firstDifference(before.entries, after.entries);
  const gap = firstDifference(before.gaps, after.gaps, (a, b) => a.from === b.from && a.until === b.until);
  const from = Math.min(before.gaps[gap]?.from ?? Infinity, after.gaps[gap]?.from ?? Infinity);
  const afterGap = from === Infinity ? -1 : before.entries.findIndex(({ at }) => at > from);
  return afterGap === -1 ? entry : Math.min(entry, afterGap);
}

/** Returns the rows of the timeline, newest first. `entries` and `gaps` are sorted, oldest first. */
export function timelineItems(entries: readonly JournalEntry[], gaps: readonly Gap[]): readonly TimelineItem[] {
  const fold = createTimelineFold();
  fold.read(entries, gaps);
  return fold.rows();
}
