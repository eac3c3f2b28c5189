import {
  type CheckpointItem,
  isFailure,
  type ListedCheckpoint,
  statusOf,
} from '../../../session/jobs/checkpoint-list.ts';
import { countOf } from '../../../text/count-of.ts';
import { formatMeasured } from '../../../text/duration.ts';
import { largest } from '../../../text/largest.ts';
import { cut } from '../../draw/fit.ts';
import { sparkline } from '../../draw/sparkline.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { Theme, Token } from '../../theme/theme.ts';

const maxColumns = 60;
const gapGlyph = '┊';
const failedGlyph = '✕';
const savepointGlyph = 's';

type Column = { readonly bar: string; readonly mark: string; readonly token: Token };
type Drawn = Exclude<CheckpointItem, { readonly kind: 'unlisted' }>;

/**
 * Draws the newest checkpoints as bars, oldest first: the height is the duration. With one row,
 * marks replace the bars; else they are below the bars. A screen reader gets a sentence instead.
 */
export function stripRows(
  { theme, serverNow, isScreenReader }: ScreenState,
  items: readonly CheckpointItem[],
  { width, barRows }: { readonly width: number; readonly barRows: number },
): readonly string[] {
  const shown = items
    .filter((item): item is Drawn => item.kind !== 'unlisted')
    .slice(0, Math.min(maxColumns, width - 2))
    .toReversed();
  if (shown.length === 0) return [];
  const summary = summaryOf(shown, serverNow);
  if (isScreenReader) return [` ${cut(summary, width - 1)}`];
  const bars = sparkline(
    shown.map((item) => durationOf(item, serverNow)),
    barRows,
    'linear',
  );
  const room = width - shown.length - 3;
  const isOneRow = barRows === 1;
  const rows = bars.map((row, index) => {
    const isBottom = index === barRows - 1;
    const columns = [...row].map((bar, column) => columnOf(shown[column], { bar, isBottom, isOneRow }));
    const text = index === 0 ? theme.muted(cut(isOneRow ? longestText(shown, serverNow) : summary, room)) : '';
    return ` ${paint(columns, ({ bar }) => bar, theme)}  ${text}`;
  });
  const marks = shown.map((item) => columnOf(item, { bar: '', isBottom: true, isOneRow }));
  if (isOneRow || marks.every(({ mark }) => mark === ' ')) return rows;
  return [...rows, ` ${paint(marks, ({ mark }) => mark, theme)}  ${theme.muted(cut(legendOf(shown), room))}`];
}

function durationOf(item: Drawn, now: number): number {
  if (item.kind === 'gap') return 0;
  const { status, triggeredAt, durationMs } = item;
  return durationMs ?? (status === 'in-progress' ? Math.max(0, now - (triggeredAt ?? now)) : 0);
}

function columnOf(
  item: Drawn | undefined,
  { bar, isBottom, isOneRow }: { readonly bar: string; readonly isBottom: boolean; readonly isOneRow: boolean },
): Column {
  if (item === undefined || item.kind === 'gap') return { bar: isBottom ? gapGlyph : ' ', mark: ' ', token: 'muted' };
  const mark = isFailure(item) ? failedGlyph : item.isSavepoint ? savepointGlyph : ' ';
  return { bar: isOneRow && mark !== ' ' ? mark : bar, mark, token: stripToken(item) };
}

function stripToken(checkpoint: ListedCheckpoint): Token {
  if (isFailure(checkpoint)) return 'error';
  if (checkpoint.status === 'in-progress') return 'busy';
  return checkpoint.status === 'failed' ? 'muted' : checkpoint.isSavepoint ? 'key' : 'ok';
}

/** Paints neighbours of the same token together. */
function paint(columns: readonly Column[], textOf: (column: Column) => string, theme: Theme): string {
  let painted = '';
  let run = '';
  for (const [index, column] of columns.entries()) {
    run += textOf(column);
    if (columns[index + 1]?.token === column.token) continue;
    painted += theme[column.token](run);
    run = '';
  }
  return painted;
}

/** `#41 to #100: 57 completed, 3 failed, up to 1.4 s` */
function summaryOf(shown: readonly Drawn[], now: number): string {
  const checkpoints = shown.filter((item) => item.kind === 'checkpoint');
  const counts = ['completed', 'failed', 'expired', 'aborted', 'in progress'].flatMap((status) => {
    const count = checkpoints.filter((checkpoint) => statusOf(checkpoint) === status).length;
    return count === 0 ? [] : [`${count} ${status}`];
  });
  const [first, last] = [checkpoints[0], checkpoints.at(-1)];
  const ids = first === last ? `#${last?.id}` : `#${first?.id} to #${last?.id}`;
  return `${ids}: ${[...counts, longestText(shown, now)].join(', ')}`;
}

const longestText = (shown: readonly Drawn[], now: number): string =>
  `up to ${formatMeasured(largest(shown.map((item) => durationOf(item, now))))}`;

function legendOf(shown: readonly Drawn[]): string {
  const gaps = shown.reduce((sum, item) => sum + (item.kind === 'gap' ? item.to - item.from + 1 : 0), 0);
  return [
    ...(shown.some((item) => item.kind === 'checkpoint' && isFailure(item)) ? [`${failedGlyph} failed`] : []),
    ...(shown.some((item) => item.kind === 'checkpoint' && item.isSavepoint) ? [`${savepointGlyph} savepoint`] : []),
    ...(gaps === 0 ? [] : [`${gapGlyph} ${countOf(gaps, 'checkpoint')} not recorded`]),
  ].join('  ');
}
