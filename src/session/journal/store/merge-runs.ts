import type { JournalEntry } from '../entry.ts';
import type { TimeSlice } from './time-slice.ts';

/** Entries from one segment. */
export type Run = { readonly writer: string; readonly entries: readonly JournalEntry[] };

type Cursor = { readonly run: Run; readonly order: number; position: number; at: number };

const byTime = (a: JournalEntry, b: JournalEntry) => a.at - b.at;

/** Visits the entries of all runs by time. At equal times, the first run comes first. */
export async function mergeRuns(
  runs: readonly Run[],
  slice: TimeSlice,
  visit: (entry: JournalEntry, writer: string) => void,
): Promise<void> {
  const heap: Cursor[] = [];
  for (const [order, { writer, entries }] of runs.entries()) {
    const first = entries[0];
    if (first === undefined) continue;
    const sorted = isSorted(entries) ? entries : entries.toSorted(byTime);
    if (slice.isOver()) await slice.next();
    heap.push({ run: { writer, entries: sorted }, order, position: 0, at: (sorted[0] ?? first).at });
  }
  heap.sort((a, b) => (isBefore(a, b) ? -1 : 1));
  for (let count = 0; heap[0] !== undefined; count += 1) {
    const cursor = heap[0];
    const entry = cursor.run.entries[cursor.position] as JournalEntry;
    visit(entry, cursor.run.writer);
    advance(heap, cursor);
    if (count % 64 === 0 && slice.isOver()) await slice.next();
  }
}

function advance(heap: Cursor[], cursor: Cursor): void {
  cursor.position += 1;
  const next = cursor.run.entries[cursor.position];
  if (next !== undefined) {
    cursor.at = next.at;
  } else {
    const last = heap.pop();
    if (last === undefined || last === cursor) return;
    heap[0] = last;
  }
  sink(heap);
}

/** Moves the first cursor of the heap down to its position. */
function sink(heap: Cursor[]): void {
  let index = 0;
  for (;;) {
    const [parent, left, right] = [heap[index], heap[2 * index + 1], heap[2 * index + 2]];
    if (parent === undefined || left === undefined) return;
    const isRight = right !== undefined && isBefore(right, left);
    const child = isRight ? right : left;
    if (!isBefore(child, parent)) return;
    const childIndex = 2 * index + (isRight ? 2 : 1);
    heap[index] = child;
    heap[childIndex] = parent;
    index = childIndex;
  }
}

function isBefore(a: Cursor, b: Cursor): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function isSorted(entries: readonly JournalEntry[]): boolean {
  return entries.every((entry, index) => index === 0 || (entries[index - 1] as JournalEntry).at <= entry.at);
}

/** Inserts entries into a list sorted by time, after the entries with equal times. */
export function insertByTime(list: JournalEntry[], added: readonly JournalEntry[]): void {
  const sorted = isSorted(added) ? added : added.toSorted(byTime);
  const first = sorted[0];
  if (first === undefined) return;
  const later = list.splice(firstAfter(list, first.at));
  let next = 0;
  for (const entry of sorted) {
    for (; next < later.length && (later[next] as JournalEntry).at <= entry.at; next += 1) {
      list.push(later[next] as JournalEntry);
    }
    list.push(entry);
  }
  for (; next < later.length; next += 1) list.push(later[next] as JournalEntry);
}

/** Returns the index of the first entry after this time. */
function firstAfter(list: readonly JournalEntry[], at: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] as JournalEntry).at <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
