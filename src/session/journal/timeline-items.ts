import { hasEnded } from '../../flink/has-ended.ts';
import { formatSeconds } from '../../text/duration.ts';
import { formatSize } from '../../text/format-size.ts';
import { largest, smallest } from '../../text/largest.ts';
import { describeEntry, type EntryText } from './describe-entry.ts';
import type { CheckpointEntry, JobEntry, JournalEntry } from './entry.ts';
import type { Interval } from './store/watched-intervals.ts';

/** A row of the timeline. */
export type TimelineItem =
  /** One entry, or several equal ones. */
  | (EntryText & {
      readonly kind: 'entries';
      /** Newest first. */
      readonly entries: readonly [JournalEntry, ...JournalEntry[]];
    })
  | ({ readonly kind: 'gap' } & Gap);

/** Time that nobody watched. `until` is undefined if nobody watches now. */
export type Gap = { readonly from: number; readonly until: number | undefined };

/**
 * Returns the rows of the timeline, newest first. A restarting job, and routine entries between two other entries, are
 * one run. Equal entries of a run are one row.
 * @param entries oldest first
 * @param gaps oldest first
 */
export function timelineItems(entries: readonly JournalEntry[], gaps: readonly Gap[]): readonly TimelineItem[] {
  const items: TimelineItem[] = [];
  const newestGaps = gaps.toReversed();
  let nextGap = 0;
  let run: JournalEntry[] = [];
  /** The last entry of the run that is not routine. */
  let last: JournalEntry | undefined;
  const endRun = () => {
    for (const item of foldRun(run)) items.push(item);
    run = [];
    last = undefined;
  };
  for (const entry of entries.toReversed()) {
    for (let gap = newestGaps[nextGap]; gap !== undefined && gap.from >= entry.at; gap = newestGaps[nextGap]) {
      endRun();
      items.push({ kind: 'gap', ...gap });
      nextGap += 1;
    }
    const isNotable = !isRoutine(entry);
    if (isNotable && run.length > 0 && !canFold(last, entry)) endRun();
    if (isNotable) last = entry;
    run.push(entry);
  }
  endRun();
  for (const gap of newestGaps.slice(nextGap)) items.push({ kind: 'gap', ...gap });
  return items;
}

/** A watching process updates the watched time every second. */
const aliveMs = 5000;

/**
 * Returns the times between the watched ones, oldest first, and the time since nobody watches.
 * @param now epoch ms by the API server's clock
 */
export function gapsOf(watched: readonly Interval[], now: number): readonly Gap[] {
  const between = watched.slice(1).map(({ from: until }, index) => ({ from: watched[index]?.until ?? until, until }));
  const last = watched.at(-1);
  return last === undefined || now - last.until < aliveMs
    ? between
    : [...between, { from: last.until, until: undefined }];
}

/** Two bursts of restarts with more time between them are two runs. */
const quietMs = 10 * 60_000;

/** Returns whether an older entry belongs to the run of this one. */
function canFold(last: JournalEntry | undefined, entry: JournalEntry): boolean {
  return last !== undefined && runKey(entry) === runKey(last) && last.at - entry.at < quietMs;
}

const isRoutine = (entry: JournalEntry): boolean => describeEntry(entry).severity === 'routine';

/** States and failures of one job belong together. Other entries only if they are equal. */
function runKey(entry: JournalEntry): string {
  const isOfRestart = entry.kind === 'failure' || (entry.kind === 'job' && !isEnd(entry));
  return isOfRestart ? `restarts of ${entry.job}` : foldKey(entry);
}

const isEnd = ({ state }: JobEntry): boolean => state === 'LOST' || hasEnded(state);

function foldRun(run: readonly JournalEntry[]): readonly TimelineItem[] {
  const groups = new Map<string, [JournalEntry, ...JournalEntry[]]>();
  for (const entry of run) {
    const key = foldKey(entry);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups.values()].map((entries) => ({ kind: 'entries', entries, ...describeGroup(entries) }));
}

/** Entries of a run with the same key are one row. */
function foldKey(entry: JournalEntry): string {
  if (entry.kind === 'checkpoint' && entry.outcome === 'completed' && !entry.isSavepoint)
    return `checkpoint ${entry.job}`;
  if (entry.kind === 'pod' && entry.phase === 'created') return 'pod created';
  if (entry.kind === 'job' && !isEnd(entry)) return `states of ${entry.job}`;
  const { subject, text } = describeEntry(entry);
  return `${entry.kind} ${subject} ${text}`;
}

function describeGroup(entries: readonly [JournalEntry, ...JournalEntry[]]): EntryText {
  const [newest, ...others] = entries;
  const text = describeEntry(newest);
  if (others.length === 0) return text;
  switch (newest.kind) {
    case 'job':
      return { ...text, text: statesText(entries.filter((entry) => entry.kind === 'job')) };
    case 'checkpoint':
      if (newest.outcome !== 'completed') break;
      return { ...text, text: checkpointsText(entries.filter((entry) => entry.kind === 'checkpoint')) };
    case 'pod':
      if (newest.phase !== 'created') break;
      return { ...text, subject: `${entries.length} pods`, text: 'pods created' };
    default:
  }
  return { ...text, text: `${text.text} (${entries.length} times)` };
}

/** `INITIALIZING -> CREATED -> RUNNING`, `RESTARTING -> RUNNING (6 times)` */
function statesText(entries: readonly JobEntry[]): string {
  const states = [...new Set(entries.map(({ state }) => state).toReversed())];
  const times = entries.filter(({ state }) => state === entries[0]?.state).length;
  return `${states.join(' -> ')}${times > 1 ? ` (${times} times)` : ''}`;
}

/** `10 checkpoints completed in 0.1 s to 0.4 s, 7.0 MiB` */
function checkpointsText(entries: readonly CheckpointEntry[]): string {
  const durations = entries.map(({ durationMs }) => durationMs).filter((duration) => duration !== undefined);
  const [shortest, longest] = [smallest(durations), largest(durations)].map(formatSeconds);
  const time = durations.length === 0 ? '' : ` in ${shortest === longest ? shortest : `${shortest} to ${longest}`}`;
  const size = entries[0]?.bytes === undefined ? '' : `, ${formatSize(entries[0].bytes)}`;
  return `${entries.length} checkpoints completed${time}${size}`;
}
