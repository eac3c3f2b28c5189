import { hasEnded } from '../../flink/has-ended.ts';
import { formatSeconds } from '../../text/duration.ts';
import { formatSize } from '../../text/format-size.ts';
import { describeEntry, type EntryText, type Severity, severityOf } from './describe-entry.ts';
import type { FailureEntry, JobEntry, JournalEntry, WarningEntry } from './entry.ts';
import type { Interval } from './store/watched-intervals.ts';

/** One entry, or several equal ones. */
export type EntryItem = {
  readonly kind: 'entries';
  /** Newest first. */
  readonly entries: readonly [JournalEntry, ...JournalEntry[]];
  readonly severity: Severity;
};

/** A row of the timeline. */
export type TimelineItem = EntryItem | ({ readonly kind: 'gap' } & Gap);

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

const isRoutine = (entry: JournalEntry): boolean => severityOf(entry) === 'routine';

/** States and failures of one job belong together. Other entries only if they are equal. */
function runKey(entry: JournalEntry): string {
  const isOfRestart = entry.kind === 'failure' || (entry.kind === 'job' && !isEnd(entry));
  return isOfRestart ? `restarts of ${entry.job}` : foldKey(entry);
}

const isEnd = ({ state }: JobEntry): boolean => state === 'LOST' || hasEnded(state);

function foldRun(run: readonly JournalEntry[]): readonly TimelineItem[] {
  if (run.length === 1 && run[0] !== undefined) return [itemOf([run[0]])];
  const groups = new Map<string, [JournalEntry, ...JournalEntry[]]>();
  for (const entry of run) {
    const key = foldKey(entry);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups.values()].map(itemOf);
}

const itemOf = (entries: EntryItem['entries']): EntryItem => ({
  kind: 'entries',
  entries,
  severity: severityOf(entries[0]),
});

/** Entries of a run with the same key are one row. Keys of frequent entries are cheap. */
function foldKey(entry: JournalEntry): string {
  // No other key is a job id alone.
  if (entry.kind === 'checkpoint' && entry.outcome === 'completed' && !entry.isSavepoint) return entry.job;
  if (entry.kind === 'pod' && entry.phase === 'created') return 'pod created';
  if (entry.kind === 'job' && !isEnd(entry)) return `states of ${entry.job}`;
  if (entry.kind === 'failure') return `failure of ${entry.job} ${failureKey(entry)}`;
  if (entry.kind === 'warning') return `warning ${entry.object} ${entry.reason} ${entry.message}`;
  const { subject, text } = describeEntry(entry);
  return `${entry.kind} ${subject} ${text}`;
}

/** Equal for failures whose messages differ only in numbers, such as an offset or a key. */
function failureKey({ exception, message, task = '', isFinal }: FailureEntry): string {
  return `${isFinal === true} ${exception} ${message} ${task}`.replace(/\d+/g, '0');
}

export type ItemText = Pick<EntryText, 'subject' | 'text'> & {
  /** Number of equal entries; 1 if the text contains it. */
  readonly count: number;
};

const described = new WeakMap<EntryItem, ItemText>();

/** Returns the texts of a row. Computed when the row is first shown or searched. */
export function describeItem(item: EntryItem): ItemText {
  const known = described.get(item) ?? describeGroup(item.entries);
  described.set(item, known);
  return known;
}

function describeGroup(entries: EntryItem['entries']): ItemText {
  const [newest] = entries;
  const text = { ...describeEntry(newest), count: 1 };
  if (entries.length === 1) return text;
  switch (newest.kind) {
    case 'job':
      return { ...text, text: statesText(entries.filter((entry) => entry.kind === 'job')) };
    case 'checkpoint':
      if (newest.outcome !== 'completed') break;
      return { ...text, text: checkpointsText(entries) };
    case 'pod':
      if (newest.phase !== 'created') break;
      return { ...text, subject: `${entries.length} pods`, text: 'pods created' };
    case 'warning':
      return warningsText(
        newest,
        entries.filter((entry) => entry.kind === 'warning'),
      );
    default:
  }
  return { ...text, count: entries.length };
}

/** `INITIALIZING -> CREATED -> RUNNING`, `restarted 6 times`, `restarted 5 times, now RESTARTING` */
function statesText([newest, ...older]: readonly JobEntry[]): string {
  const restarts = older.filter(({ state }) => state === 'RESTARTING').length;
  const states = new Set([...older.map(({ state }) => state).toReversed(), newest?.state]);
  if (restarts === 0) return [...states].join(' -> ');
  const now = newest?.state === 'RUNNING' ? '' : `, now ${newest?.state}`;
  return `restarted ${restarts === 1 ? 'once' : `${restarts} times`}${now}`;
}

/** A repeated event has several entries, each with a higher count. */
function warningsText(newest: WarningEntry, entries: readonly WarningEntry[]): ItemText {
  const counts = new Map<string, number>();
  for (const { uid, count } of entries) counts.set(uid, Math.max(count, counts.get(uid) ?? 0));
  const count = [...counts.values()].reduce((sum, each) => sum + each, 0);
  return { ...describeEntry({ ...newest, count: 1 }), count };
}

/** `10 checkpoints completed in 0.1 s to 0.4 s, 7.0 MiB`. One pass, because a group can have thousands of entries. */
function checkpointsText(entries: EntryItem['entries']): string {
  let shortest = Number.POSITIVE_INFINITY;
  let longest = 0;
  for (const entry of entries) {
    if (entry.kind !== 'checkpoint' || entry.durationMs === undefined) continue;
    if (entry.durationMs < shortest) shortest = entry.durationMs;
    if (entry.durationMs > longest) longest = entry.durationMs;
  }
  const [from, to] = [formatSeconds(shortest), formatSeconds(longest)];
  const time = shortest > longest ? '' : ` in ${from === to ? from : `${from} to ${to}`}`;
  const [newest] = entries;
  const size = newest.kind === 'checkpoint' && newest.bytes !== undefined ? `, ${formatSize(newest.bytes)}` : '';
  return `${entries.length} checkpoints completed${time}${size}`;
}
