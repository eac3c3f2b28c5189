import { hasEnded } from '../../flink/has-ended.ts';
import { describeEntry } from '../../session/journal/describe-entry.ts';
import type { JournalEntry } from '../../session/journal/entry.ts';
import type { Burst } from '../../session/journal/timeline/bursts.ts';
import { countProblems, countText } from '../../session/journal/timeline/count-problems.ts';
import { describeItem } from '../../session/journal/timeline/describe-item.ts';
import {
  type EntryItem,
  entriesOf,
  newestOf,
  oldestOf,
  type TimelineItem,
} from '../../session/journal/timeline/timeline-item.ts';
import { formatDuration } from '../../text/duration.ts';
import { utcClock } from '../../text/utc-time.ts';
import { cell, wrapAndCut } from '../draw/fit.ts';
import { rememberLast } from '../draw/remember-last.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { burstOf } from './timeline-data.ts';

/** Returns a blank row and the details of the row under the cursor: its full text, and the first cause of its burst. */
export function detailRows(
  state: ScreenState,
  item: TimelineItem | undefined,
  width: number,
  height: number,
): readonly string[] {
  if (item === undefined || item.kind === 'gap') return [];
  const { theme, serverNow } = state;
  const { maxRows, maxTextRows, maxTitleRows } = height < roomyHeight ? tight : roomy;
  const past = lastSeenText(state, item);
  const rows = [
    ...describedRows(item, { width, maxTextRows }, serverNow).map((text) => cell(` ${text}`, width)),
    ...(past === undefined
      ? []
      : wrapAndCut(past, width - 2, maxTitleRows).map((text) => theme.muted(cell(` ${text}`, width)))),
    ...burstRows(burstOf(state, item), item, { width, maxTitleRows }, serverNow).map((text) =>
      theme.muted(cell(` ${text}`, width)),
    ),
  ];
  return [cell('', width), ...rows.slice(0, maxRows)];
}

const roomyHeight = 20;
const roomy = { maxRows: 8, maxTextRows: 3, maxTitleRows: 2 };
/** Leaves room for the first cause and the newest change before it. */
const tight = { maxRows: 4, maxTextRows: 2, maxTitleRows: 1 };

function describedRows(
  item: EntryItem,
  { width, maxTextRows }: { readonly width: number; readonly maxTextRows: number },
  now: number,
): readonly string[] {
  const { subject, text } = describeItem(item);
  const [newest, ...others] = entriesOf(item);
  const oldest = others.at(-1);
  const time =
    oldest === undefined
      ? utcClock(newest.at, now)
      : `${utcClock(oldest.at, now)} to ${utcClock(newest.at, now)}, ${others.length + 1} entries`;
  const seen = newest.isSeen === true && oldest === undefined ? ' (time when it was seen)' : '';
  return wrapAndCut(`${time}${seen}  ${subject}: ${text}`, width - 2, maxTextRows);
}

/** What was last seen of the job whose end is under the cursor. */
function lastSeenText({ journal }: ScreenState, item: EntryItem): string | undefined {
  const entry = newestOf(item);
  if (entry.kind !== 'job' || !(entry.state === 'LOST' || hasEnded(entry.state))) return undefined;
  const seen = lastSeenOf(journal?.entries ?? noEntries, entry.job);
  if (seen === undefined) return undefined;
  const { text } = describeEntry(seen);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

const noEntries: readonly JournalEntry[] = [];
const lastSeenOf = rememberLast((entries: readonly JournalEntry[], job: string) =>
  entries.findLast((entry) => entry.kind === 'last-seen' && entry.job === job),
);

/** `First of 7 restarts: 13:11:26. In the ten minutes before:`, and what changed. */
function burstRows(
  burst: Burst | undefined,
  item: EntryItem,
  { width, maxTitleRows }: { readonly width: number; readonly maxTitleRows: number },
  now: number,
): readonly string[] {
  if (burst === undefined) return [];
  const [first] = burst.entries;
  const count = countText(countProblems(burst.entries));
  if (first.kind === 'restarts') return [`First of ${count} restarts: no longer listed by Flink.`];
  const isTimeEnough = oldestOf(item) === first || maxTitleRows === 1;
  const start = isTimeEnough ? utcClock(first.at, now) : entryText(first, now);
  const title = `First of ${count} ${burst.kind}: ${start}. `;
  const changes = burst.before.map(
    (entry) => `  ${formatDuration(first.at - entry.at)} before: ${entryText(entry, now)}`,
  );
  const end = changes.length === 0 ? 'No change in the ten minutes before.' : 'In the ten minutes before:';
  return [...wrapAndCut(`${burst.entries.length === 1 ? '' : title}${end}`, width - 2, maxTitleRows), ...changes];
}

function entryText(entry: JournalEntry, now: number): string {
  const { subject, text } = describeEntry(entry);
  return `${utcClock(entry.at, now)} ${subject}: ${text}`;
}
