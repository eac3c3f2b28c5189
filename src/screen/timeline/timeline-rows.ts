import type { Severity } from '../../session/journal/describe-entry.ts';
import { describeItem } from '../../session/journal/timeline/describe-item.ts';
import {
  type EntryItem,
  newestOf,
  severityOfItem,
  type TimelineItem,
} from '../../session/journal/timeline/timeline-item.ts';
import { formatDuration } from '../../text/duration.ts';
import { largest } from '../../text/largest.ts';
import { shortPodName } from '../../text/short-pod-name.ts';
import { utcClock } from '../../text/utc-time.ts';
import { formatAge } from '../draw/age.ts';
import { cell, widthOf } from '../draw/fit.ts';
import { windowTop } from '../draw/movement.ts';
import { inside } from '../draw/rectangle.ts';
import { layoutOf } from '../state/layout.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { fitColumns } from '../table/fit-columns.ts';
import { type Column, formatRow, formatTitles } from '../table/table-format.ts';
import type { Token } from '../theme/theme.ts';
import { detailRows } from './detail-rows.ts';
import { lanesTitle, lanesWidth, laneText, laneToken } from './lanes.ts';
import { stripRows } from './strip-rows.ts';
import { shownItems } from './timeline-data.ts';
import { cursorIndex, type TimelinePage } from './timeline-page.ts';

export type TimelineBox = {
  readonly rows: readonly string[];
  /** Index of the row under the cursor, and number of rows. */
  readonly index: number;
  readonly count: number;
  /** Number of rows that fit. */
  readonly pageHeight: number;
};

/** Below this height, the strip leaves too few rows for the list. */
const minHeightForStrip = 20;

export function timelineBox(state: ScreenState, page: TimelinePage): TimelineBox {
  const { width, height } = inside(layoutOf(state).body);
  const items = shownItems(state, page.filter);
  const strip = height < minHeightForStrip ? [] : [...stripRows(state, width), cell('', width)];
  const index = cursorIndex(items, page);
  const details = detailRows(state, items[index], width, height);
  const pageHeight = Math.max(1, height - strip.length - details.length - 1);
  const top = windowTop(page.top, index, pageHeight, items.length);
  const list = items.length === 0 ? emptyRows(state, page) : listRows(state, items, { top, pageHeight, index, width });
  const filler = Array.from({ length: Math.max(0, height - strip.length - list.length - details.length) }, () => '');
  return { rows: [...strip, ...list, ...filler, ...details], index, count: items.length, pageHeight };
}

/** Returns the first visible row, so that the window scrolls as little as possible. */
export function topOf(state: ScreenState, page: TimelinePage): number {
  const { index, count, pageHeight } = timelineBox(state, page);
  return windowTop(page.top, index, pageHeight, count);
}

function emptyRows({ journal, session, theme }: ScreenState, { filter }: TimelinePage): readonly string[] {
  if (filter !== '') return [` No entries match "${filter}". Esc clears the filter`];
  if (session !== undefined && session.journal === undefined) return [' No journal is written'];
  return [
    theme.muted(journal === undefined ? ' Reading the journal…' : ' Nothing has happened since the journal began'),
  ];
}

function listRows(
  state: ScreenState,
  items: readonly TimelineItem[],
  { top, pageHeight, index, width }: { top: number; pageHeight: number; index: number; width: number },
): readonly string[] {
  const { theme, serverNow, snapshot } = state;
  const clusterId = snapshot?.clusterId ?? '';
  const visible = items.slice(top, top + pageHeight);
  const entryItems = visible.filter((item) => item.kind !== 'gap');
  const timeWidth = largest(visible.map((item) => widthOf(clockOf(item, serverNow))));
  const widestName = largest(entryItems.map((item) => widthOf(subjectOf(item, clusterId))));
  const columns = fitColumns(columnsOf(timeWidth, serverNow, clusterId), width, widestName);
  return [
    formatTitles(columns, theme),
    ...visible.map((item, row) => {
      const cursor = top + row === index ? 'focused' : 'none';
      if (item.kind !== 'gap') return formatRow(item, columns, { cursor, isMarked: false }, theme, serverNow);
      const text = `  ${clockOf(item, serverNow)} ── not watched for ${gapText(item, serverNow)} `;
      const line = cell(
        `${cursor === 'focused' ? '▶' : ' '}${text.slice(1)}${'─'.repeat(Math.max(0, width - text.length))}`,
        width,
      );
      return cursor === 'focused' ? theme.selection(line) : theme.muted(line);
    }),
  ];
}

function gapText({ from, until }: { readonly from: number; readonly until: number | undefined }, now: number): string {
  return `${formatDuration((until ?? now) - from)}${until === undefined ? ', until now' : ''}`;
}

function clockOf(item: TimelineItem, now: number): string {
  return utcClock(item.kind === 'gap' ? item.from : newestOf(item).at, now);
}

const tokens: { readonly [Each in Severity]: Token | undefined } = {
  problem: 'error',
  warning: 'warning',
  change: undefined,
  routine: 'muted',
};

/** `✕ 4x failed: …`: the count is first, because the end may be cut off. */
function eventText(item: EntryItem): string {
  const { text, count } = describeItem(item);
  return `${severityOfItem(item) === 'problem' ? '✕ ' : ''}${count === 1 ? '' : `${count}x `}${text}`;
}

function subjectOf(item: EntryItem, clusterId: string): string {
  return shortPodName(describeItem(item).subject, clusterId);
}

function columnsOf(timeWidth: number, now: number, clusterId: string): readonly Column<EntryItem>[] {
  return [
    { title: 'TIME', importance: 2, width: timeWidth, text: (item) => clockOf(item, now), token: () => 'muted' },
    {
      title: 'AGO',
      importance: 5,
      width: 6,
      align: 'right',
      text: (item) => formatAge(now - newestOf(item).at),
      token: () => 'muted',
    },
    {
      title: lanesTitle,
      importance: 4,
      width: lanesWidth,
      text: (item) => laneText(newestOf(item)),
      token: (item) => laneToken(newestOf(item)),
    },
    {
      title: 'SUBJECT',
      importance: 3,
      width: { min: 12, preferred: 26 },
      isName: true,
      text: (item) => subjectOf(item, clusterId),
    },
    {
      title: 'EVENT',
      importance: 1,
      width: { min: 30 },
      text: eventText,
      token: (item) => tokens[severityOfItem(item)],
    },
  ];
}
