import type { CheckpointConfig } from '../../../flink/responses.ts';
import {
  type CheckpointItem,
  isFailure,
  type ListedCheckpoint,
  statusOf,
  typeOf,
  unlistedText,
} from '../../../session/jobs/checkpoint-list.ts';
import { countOf } from '../../../text/count-of.ts';
import { formatElapsed, formatMeasured, formatSeconds } from '../../../text/duration.ts';
import { formatSize } from '../../../text/format-size.ts';
import { largest } from '../../../text/largest.ts';
import { utcClock } from '../../../text/utc-time.ts';
import { formatAge } from '../../draw/age.ts';
import { cell, cutMiddle, widthOf } from '../../draw/fit.ts';
import { windowTop } from '../../draw/movement.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { fitColumns } from '../../table/fit-columns.ts';
import { type Column, formatRow, formatTitles } from '../../table/table-format.ts';
import type { Token } from '../../theme/theme.ts';
import type { JobPage } from '../job-page.ts';
import type { TabSize } from '../tab.ts';
import { emptyList } from './empty-list.ts';
import { headRows } from './head-rows.ts';
import { cursorIndex, type ListData, listData } from './list-data.ts';

export type ListBox = {
  readonly rows: readonly string[];
  readonly index: number;
  readonly count: number;
  readonly top: number;
  /** Number of rows that fit below the titles. */
  readonly pageHeight: number;
};

export const missing = '–';

export function listBox(state: ScreenState, page: JobPage, size: TabSize): ListBox {
  const data = listData(state, page);
  const empty = emptyList(state, page, data, size);
  if (empty !== undefined) return { rows: empty, index: 0, count: 0, top: 0, pageHeight: 1 };
  const { items } = data;
  const head = [...headRows(state, page, data, size), ''];
  const index = cursorIndex(items, page.checkpoints.cursor);
  const pageHeight = Math.max(1, size.height - head.length - 1);
  const top = windowTop(page.checkpoints.top, index, pageHeight, items.length);
  const rows = tableRows(state, data, { width: size.width, index, top, pageHeight });
  return { rows: [...head, ...rows].slice(0, size.height), index, count: items.length, top, pageHeight };
}

function tableRows(
  { theme, serverNow: now }: ScreenState,
  { items, config, statistics }: ListData,
  { width, index, top, pageHeight }: { width: number; index: number; top: number; pageHeight: number },
): readonly string[] {
  const visible = items.slice(top, top + pageHeight);
  const restored = statistics.value?.enabled === true ? statistics.value.latestRestored?.id : undefined;
  const checkpoints = visible.filter((item) => item.kind === 'checkpoint');
  const columns = fitColumns(columnsOf(checkpoints, { now, config, restored }), width);
  return [
    formatTitles(columns, theme),
    ...visible.map((item, row) => {
      const cursor = top + row === index ? 'focused' : 'none';
      if (item.kind === 'checkpoint') {
        return formatRow(item, columns, { cursor, isMarked: false, token: rowToken(item) }, theme, now);
      }
      const line = cell(`${cursor === 'focused' ? '▶' : ' '} ${gapText(item)} `, width).replace(
        / +$/,
        (blanks) => ` ${'─'.repeat(Math.max(0, blanks.length - 1))}`,
      );
      return cursor === 'focused' ? theme.selection(line) : theme.muted(line);
    }),
  ];
}

function gapText(item: Exclude<CheckpointItem, ListedCheckpoint>): string {
  if (item.kind === 'unlisted') return unlistedText(item);
  const { from, to } = item;
  return from === to
    ? `#${from} not recorded`
    : `#${from} to #${to}: ${countOf(to - from + 1, 'checkpoint')} not recorded`;
}

/** A checkpoint that a restart aborted is no failure of its own. */
function rowToken(checkpoint: ListedCheckpoint): Token | undefined {
  return checkpoint.status === 'failed' && !isFailure(checkpoint) ? 'muted' : undefined;
}

const statusTokens = { completed: 'ok', 'in-progress': 'busy', failed: 'error' } as const;

type Facts = {
  readonly now: number;
  readonly config: CheckpointConfig | undefined;
  /** Id of the checkpoint of the last restore. */
  readonly restored: number | undefined;
};

const timeOf = ({ triggeredAt, endedAt }: ListedCheckpoint): number | undefined => triggeredAt ?? endedAt;

function columnsOf(checkpoints: readonly ListedCheckpoint[], facts: Facts): readonly Column<ListedCheckpoint>[] {
  const { now } = facts;
  const clockOf = (checkpoint: ListedCheckpoint) => {
    const at = timeOf(checkpoint);
    return at === undefined ? missing : utcClock(at, now);
  };
  const sizeText = (bytes: number | undefined) => (bytes === undefined ? missing : formatSize(bytes));
  return [
    {
      title: 'ID',
      importance: 1,
      token: (checkpoint) => (isFailure(checkpoint) ? 'error' : undefined),
      width: Math.max(3, largest(checkpoints.map(({ id }) => widthOf(`#${id}`)))),
      align: 'right',
      text: ({ id }) => `#${id}`,
    },
    {
      title: 'TIME',
      importance: 2,
      width: largest(
        checkpoints.map((one) => widthOf(clockOf(one))),
        4,
      ),
      text: clockOf,
      token: () => 'muted',
    },
    {
      title: 'AGO',
      importance: 6,
      width: 6,
      align: 'right',
      text: (checkpoint) => formatAge(now - (timeOf(checkpoint) ?? now)),
      token: () => 'muted',
    },
    {
      title: 'TYPE',
      importance: 7,
      width: 10,
      text: typeOf,
      token: ({ isSavepoint }) => (isSavepoint ? 'key' : 'muted'),
    },
    {
      title: 'STATUS',
      importance: 3,
      width: 11,
      text: statusOf,
      token: ({ status }) => statusTokens[status],
    },
    {
      title: 'DURATION',
      importance: 4,
      width: 8,
      align: 'right',
      text: ({ status, durationMs, triggeredAt }) => {
        if (status === 'in-progress' && triggeredAt !== undefined) return formatElapsed(now - triggeredAt);
        return durationMs === undefined ? missing : formatMeasured(durationMs);
      },
      token: ({ status }) => (status === 'in-progress' ? 'busy' : undefined),
    },
    { title: 'SIZE', importance: 5, width: 9, align: 'right', text: ({ bytes }) => sizeText(bytes) },
    { title: 'WRITTEN', importance: 9, width: 9, align: 'right', text: ({ writtenBytes }) => sizeText(writtenBytes) },
    {
      title: 'DETAILS',
      importance: 8,
      width: { min: 12, preferred: 40 },
      text: (checkpoint, _now, width) => detailsOf(checkpoint, facts, width),
      token: ({ status }) => (status === 'completed' ? 'muted' : statusTokens[status]),
    },
  ];
}

/** The reason of the failure, the time until the timeout, or the path. */
function detailsOf(checkpoint: ListedCheckpoint, { now, config, restored }: Facts, width: number): string {
  const { id, status, message, triggeredAt, path } = checkpoint;
  const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');
  if (status === 'failed') return oneLine(message ?? 'no reason given');
  if (status === 'in-progress') {
    if (config === undefined || triggeredAt === undefined) return '';
    const leftMs = triggeredAt + config.timeoutMs - now;
    return leftMs > 0 ? `timeout in ${formatSeconds(leftMs)}` : 'timeout is due';
  }
  const label = id === restored ? 'last restored ' : '';
  const room = Math.max(0, width - label.length);
  // The end of a path names the checkpoint.
  return label + cutMiddle(oneLine(path ?? ''), room, Math.floor(room / 3));
}
