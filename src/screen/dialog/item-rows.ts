import type { AffectedItem } from '../../commands/record/plan/plan-section.ts';
import { largest } from '../../text/largest.ts';
import { cell, widthOf, wrap } from '../draw/fit.ts';
import { jobTokens } from '../state/job-tokens.ts';
import type { Token } from '../theme/theme.ts';
import type { Piece, PieceRow } from './piece-rows.ts';

const gap = 2;
const idWidth = 8;
const minNameWidth = 20;
/** Limit for the rows of one detail. */
const maxDetailRows = 10;

type Cell = { readonly text: string; readonly token?: Token | undefined; readonly isLoss?: true | undefined };
type Line = { readonly name: string; readonly cells: readonly Cell[]; readonly detail: string | undefined };
/** `index` is the place in the cells of a line. */
type Column = { readonly index: number; readonly width: number; readonly isLoss: boolean };

/** Formats the items as an aligned list. A narrow list cuts the names and leaves out the last columns, but no loss. */
export function itemRows(items: readonly AffectedItem[], width: number): readonly PieceRow[] {
  const lines = items.map(toLine);
  const nameWidth = largest(lines.map(({ name }) => widthOf(name)));
  const columns = fittingColumns(columnsOf(lines), width - Math.min(nameWidth, minNameWidth));
  const rest = columns.reduce((sum, column) => sum + gap + column.width, 0);
  const shownName = Math.max(1, Math.min(nameWidth, width - rest));
  const detailRoom = width - shownName - rest - gap;
  const areDetailsBeside = lines.every(({ detail = '' }) => widthOf(detail) <= detailRoom);
  return lines.flatMap((line) => {
    const row = lineRow(line, shownName, columns);
    if (line.detail === undefined) return [row];
    return areDetailsBeside
      ? [[...row, { text: `${' '.repeat(gap)}${line.detail}`, token: 'muted' as const }]]
      : [row, ...detailRows(line.detail, width)];
  });
}

/** Returns the width of the list with all facts, and with the details beside them if they fit into the room. */
export function preferredItemsWidth(items: readonly AffectedItem[], room: number): number {
  const lines = items.map(toLine);
  const cells = columnsOf(lines).reduce((sum, column) => sum + gap + column.width, 0);
  const list = largest(lines.map(({ name }) => widthOf(name))) + cells;
  const detail = largest(lines.map(({ detail: text = '' }) => widthOf(text)));
  if (detail === 0) return list;
  return list + gap + detail <= room ? list + gap + detail : Math.max(list, gap + detail);
}

function toLine({ name, id, state, facts, detail }: AffectedItem): Line {
  return {
    name,
    detail,
    cells: [
      ...(id === undefined ? [] : [{ text: id.slice(0, idWidth), token: 'muted' as const }]),
      ...(state === undefined ? [] : [{ text: state, token: jobTokens[state] }]),
      ...facts.map(({ text, isLoss }) => ({ text, isLoss, token: isLoss ? ('error' as const) : undefined })),
    ],
  };
}

function columnsOf(lines: readonly Line[]): readonly Column[] {
  const count = largest(lines.map(({ cells }) => cells.length));
  return Array.from({ length: count }, (_, index) => {
    const cells = lines.map((line) => line.cells[index]);
    return {
      index,
      width: largest(cells.map((one) => widthOf(one?.text ?? ''))),
      isLoss: cells.some((one) => one?.isLoss === true),
    };
  });
}

/** Returns the columns with a loss, the first one, and as many of the next ones as fit. */
function fittingColumns(columns: readonly Column[], room: number): readonly Column[] {
  const losses = columns.filter(({ isLoss }) => isLoss);
  let rest = losses.reduce((sum, { width }) => sum - gap - width, room);
  return columns.filter(({ width, isLoss }, position) => {
    if (isLoss) return true;
    rest -= gap + width;
    return rest >= 0 || position === 0;
  });
}

function lineRow({ name, cells }: Line, nameWidth: number, columns: readonly Column[]): PieceRow {
  const pieces = columns.map(({ index, width }): Piece => {
    const { text = '', token } = cells[index] ?? {};
    return { text: ' '.repeat(gap) + cell(text, width), token };
  });
  return [{ text: cell(name, nameWidth), token: 'strong' }, ...pieces];
}

function detailRows(detail: string, width: number): readonly PieceRow[] {
  return wrap(detail, width - gap, maxDetailRows).map((row) => [{ text: ' '.repeat(gap) + row, token: 'muted' }]);
}
