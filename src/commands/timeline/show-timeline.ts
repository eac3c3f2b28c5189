import { describeEntry } from '../../session/journal/describe-entry.ts';
import type { JournalEntry } from '../../session/journal/entry.ts';
import { type Burst, findBursts } from '../../session/journal/timeline/bursts.ts';
import { countProblems, countText } from '../../session/journal/timeline/count-problems.ts';
import { describeItem } from '../../session/journal/timeline/describe-item.ts';
import { type Gap, gapsOf } from '../../session/journal/timeline/gaps.ts';
import {
  entriesOf,
  newestOf,
  oldestOf,
  severityOfItem,
  type TimelineItem,
} from '../../session/journal/timeline/timeline-item.ts';
import { timelineItems } from '../../session/journal/timeline/timeline-items.ts';
import { formatDuration } from '../../text/duration.ts';
import { tableLines } from '../../text/table.ts';
import { isoTime, utcClock } from '../../text/utc-time.ts';
import type { Services } from '../record/command.ts';
import { readTimeline, type Timeline } from './read-timeline.ts';
import { filterEntries, podsOf, type TimelineFilter } from './timeline-filter.ts';
import type { TimelineResult } from './timeline-result.ts';

type ShownTimeline = Timeline & { readonly filter: TimelineFilter };

/** Reads the timeline and returns its output in each format. */
export async function showTimeline(
  services: Services,
  filter: TimelineFilter,
  signal: AbortSignal,
): Promise<TimelineResult> {
  const read = await readTimeline(services, signal);
  const shown: ShownTimeline = { ...read, entries: filterEntries(read.entries, filter), filter };
  return {
    lines: () => linesOf(shown),
    items: () => itemsOf(shown),
    names: () => [...new Set(shown.entries.flatMap((entry) => ('job' in entry ? [entry.job] : podsOf(entry))))],
  };
}

function* linesOf(result: ShownTimeline): Generator<string> {
  const { entries, now, notes } = result;
  const items = timelineItems(entries, shownGaps(result));
  if (items.length === 0) yield 'No entries';
  else {
    const header = ['TIME', '', 'SUBJECT', 'EVENT'];
    const bursts = burstsByLast(result);
    const rows = items.flatMap((item) => [cells(item, now), ...burstCells(item, bursts, now)]);
    yield* tableLines(header, rows, (row) => row);
  }
  yield* notes;
}

/** The gaps of the cluster, also with --job and --pod: entries may be missing there. */
function shownGaps({ watched, now, filter: { since = 0, until = now } }: ShownTimeline): readonly Gap[] {
  return gapsOf(watched, now).filter((gap) => (gap.until ?? now) >= since && gap.from <= until);
}

function cells(item: TimelineItem, now: number): string[] {
  if (item.kind === 'gap') {
    const end = item.until ?? now;
    return [utcClock(item.from, now), '', '-', `not watched for ${formatDuration(end - item.from)}`];
  }
  const [newest, oldest] = [newestOf(item), oldestOf(item)];
  const since = oldest === newest ? '' : `, since ${utcClock(oldest.at, newest.at)}`;
  const { subject, text, count } = describeItem(item);
  const times = count === 1 ? '' : ` (${count} times)`;
  return [utcClock(newest.at, now), marks[severityOfItem(item)], subject, `${text}${times}${since}`];
}

/** Returns the bursts by their newest entry. */
function burstsByLast({ entries }: ShownTimeline): ReadonlyMap<JournalEntry | undefined, Burst> {
  return new Map(findBursts(entries).map((burst) => [burst.entries.at(-1), burst]));
}

/** Rows below the newest row of a burst: its first entry, and what changed before it. */
function burstCells(
  item: TimelineItem,
  bursts: ReadonlyMap<JournalEntry | undefined, Burst>,
  now: number,
): readonly string[][] {
  if (item.kind === 'gap') return [];
  const burst = entriesOf(item)
    .map((entry) => bursts.get(entry))
    .find(Boolean);
  if (burst === undefined) return [];
  const [first] = burst.entries;
  const start = first.kind === 'restarts' ? 'no longer listed by Flink' : utcClock(first.at, now);
  const title = burst.entries.length === 1 ? [] : [`first of ${countText(countProblems(burst.entries))}: ${start}`];
  const changes = burst.before.map((entry) => {
    const { subject, text } = describeEntry(entry);
    return `${formatDuration(first.at - entry.at)} before: ${subject}: ${text}`;
  });
  return [...title, ...changes].map((text) => ['', '', '', `  ${text}`]);
}

const marks = { problem: '!', warning: '', change: '', routine: '' } as const;

function* itemsOf(result: ShownTimeline): Generator<unknown> {
  const bursts = burstsByLast(result);
  const gaps = shownGaps(result).toReversed();
  let next = 0;
  for (const entry of result.entries.toReversed()) {
    for (let gap = gaps[next]; gap !== undefined && gap.from >= entry.at; gap = gaps[next]) {
      yield gapData(gap);
      next += 1;
    }
    const burst = bursts.get(entry);
    if (burst !== undefined) yield burstData(burst);
    yield entryData(entry);
  }
  for (const gap of gaps.slice(next)) yield gapData(gap);
}

function entryData(entry: JournalEntry): unknown {
  const { at, flinkAt, kind, ...fields } = entry;
  const until = 'until' in fields && fields.until !== undefined ? { until: isoTime(fields.until) } : {};
  const from = entry.kind === 'restarts' ? { from: isoTime(entry.from) } : {};
  const flinkTime = flinkAt === undefined ? {} : { flinkAt: isoTime(flinkAt) };
  return { at: isoTime(at), kind, ...describeEntry(entry), ...fields, ...until, ...from, ...flinkTime };
}

function burstData({ kind, entries, before }: Burst): unknown {
  const [first] = entries;
  const { count, accuracy } = countProblems(entries);
  return {
    at: isoTime(entries.at(-1)?.at ?? first.at),
    kind: 'burst',
    burst: kind,
    count,
    accuracy,
    first: entryData(first),
    before: before.map(entryData),
  };
}

function gapData({ from, until }: Gap): unknown {
  return { at: isoTime(from), kind: 'gap', until: until === undefined ? null : isoTime(until) };
}
