import { formatSeconds } from '../../../text/duration.ts';
import { formatSize } from '../../../text/format-size.ts';
import { describeEntry, type EntryText } from '../describe-entry.ts';
import type { JobEntry, WarningEntry } from '../entry.ts';
import { type EntryGroup, type EntryItem, entriesOf, newestOf } from './timeline-item.ts';

export type ItemText = Pick<EntryText, 'subject' | 'text'> & {
  /** Number of equal entries; 1 if the text contains it. */
  readonly count: number;
};

const described = new WeakMap<EntryItem, ItemText>();

/** Returns the texts of a row. They are computed when the row is first shown. */
export function describeItem(item: EntryItem): ItemText {
  const known = described.get(item) ?? describeGroup(entriesOf(item));
  described.set(item, known);
  return known;
}

/** Returns the text that a filter searches. It is not kept, because the texts of all rows take much memory. */
export function searchedText(item: EntryItem): string {
  const { subject, text } = describeGroup(entriesOf(item));
  return `${newestOf(item).kind} ${subject} ${text}`;
}

function describeGroup(entries: EntryGroup['entries']): ItemText {
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

/**
 * `INITIALIZING -> CREATED -> RUNNING`, `restarted`, `restarted, now RESTARTING`. Without a number, because Flink
 * remembers only the last time of each state. The row of the failures has their number.
 */
function statesText([newest, ...older]: readonly JobEntry[]): string {
  const states = new Set([...older.map(({ state }) => state).toReversed(), newest?.state]);
  if (!older.some(({ state }) => state === 'RESTARTING')) return [...states].join(' -> ');
  return newest?.state === 'RUNNING' ? 'restarted' : `restarted, now ${newest?.state}`;
}

/** A repeated event has several entries, each with a higher count. */
function warningsText(newest: WarningEntry, entries: readonly WarningEntry[]): ItemText {
  const counts = new Map<string, number>();
  for (const { uid, count } of entries) counts.set(uid, Math.max(count, counts.get(uid) ?? 0));
  const count = [...counts.values()].reduce((sum, each) => sum + each, 0);
  return { ...describeEntry({ ...newest, count: 1 }), count };
}

/** `10 checkpoints completed in 0.1 s to 0.4 s, 7.0 MiB`. One pass, because a group can have thousands of entries. */
function checkpointsText(entries: EntryGroup['entries']): string {
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
