import { severityOf } from '../describe-entry.ts';
import type { JournalEntry } from '../entry.ts';
import { firstDifference } from './first-difference.ts';
import { areOneRun } from './fold-keys.ts';
import { closedRows, createRun, openRows, type Run } from './fold-run.ts';
import type { Gap } from './gaps.ts';
import type { TimelineItem } from './timeline-item.ts';

/** A run, or a gap, that no later entry changes. */
type Closed = {
  /** Index of the entry that closed it. */
  readonly by: number;
  /** Numbers of entries, gaps and rows up to its end. */
  readonly entries: number;
  readonly gaps: number;
  readonly rows: number;
};

/**
 * Returns a function that computes the rows of the timeline, newest first. A restarting job, and routine entries between
 * two other entries, are one run. Equal entries of a run are one row. The function gets entries and gaps, oldest first.
 * It keeps the rows before the first difference to its previous arguments, so that a new entry costs little.
 */
export function createTimelineItems(): (
  entries: readonly JournalEntry[],
  gaps: readonly Gap[],
) => readonly TimelineItem[] {
  let known: { readonly entries: readonly JournalEntry[]; readonly gaps: readonly Gap[] } = { entries: [], gaps: [] };
  const closed: Closed[] = [];
  /** Rows of closed runs and gaps, oldest first. */
  const rows: TimelineItem[] = [];
  /** The run of the newest entry that is not routine: all entries up to this entry. */
  let run = createRun();
  /** Routine entries since then. They belong to the next entry that is not routine. */
  let routine = createRun();
  let last: JournalEntry | undefined;
  /** Number of entries in all runs, and of gaps between them. */
  let read = 0;
  let readGaps = 0;

  function close(ended: Run): void {
    const { length } = ended.entries;
    if (length === 0) return;
    for (const item of closedRows(ended)) rows.push(item);
    closed.push({ by: read, entries: (closed.at(-1)?.entries ?? 0) + length, gaps: readGaps, rows: rows.length });
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
    closed.push({ by: read, entries: read, gaps: readGaps, rows: rows.length });
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
    while ((closed.at(-1)?.by ?? -1) >= index) closed.pop();
    const end = closed.at(-1);
    read = end?.entries ?? 0;
    readGaps = end?.gaps ?? 0;
    rows.length = end?.rows ?? 0;
    startAgain();
  }

  return (entries, gaps) => {
    goBackTo(firstChange(known, { entries, gaps }));
    known = { entries, gaps };
    for (; read < entries.length; read += 1) {
      const entry = entries[read];
      if (entry === undefined) break;
      for (let gap = gaps[readGaps]; gap !== undefined && gap.from < entry.at; gap = gaps[readGaps]) {
        addGap(gap);
      }
      add(entry);
    }
    return [...rows, ...openRows(run), ...openRows(routine), ...gaps.slice(readGaps).map(gapItem)].reverse();
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
  return createTimelineItems()(entries, gaps);
}
