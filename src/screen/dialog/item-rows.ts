import type { AffectedItem } from '../../commands/record/plan/plan-section.ts';
import { largest } from '../../text/largest.ts';
import { cell, widthOf, wrap } from '../draw/fit.ts';
import { jobTokens } from '../state/job-tokens.ts';
import type { Token } from '../theme/theme.ts';
import type { Piece, PieceRow } from './piece-rows.ts';

const gap = 2;
const idWidth = 8;
const minNameWidth = 12;
/** Limit for the rows of one detail. */
const maxDetailRows = 10;

type Cell = { readonly text: string; readonly token?: Token | undefined };
type Line = { readonly name: string; readonly cells: readonly Cell[]; readonly detail: string | undefined };

/** Formats the items as an aligned list. A narrow list leaves out the last facts and cuts the names. */
export function itemRows(items: readonly AffectedItem[], width: number): readonly PieceRow[] {
  const lines = items.map(toLine);
  const nameWidth = largest(lines.map(({ name }) => widthOf(name)));
  const cellWidths = fittingCells(columnWidths(lines), width - Math.min(nameWidth, minNameWidth));
  const rest = cellWidths.reduce((sum, one) => sum + gap + one, 0);
  const shownName = Math.max(1, Math.min(nameWidth, width - rest));
  const detailRoom = width - shownName - rest - gap;
  const areDetailsBeside = lines.every(({ detail = '' }) => widthOf(detail) <= detailRoom);
  return lines.flatMap((line) => {
    const row = lineRow(line, shownName, cellWidths);
    if (line.detail === undefined) return [row];
    return areDetailsBeside
      ? [[...row, { text: `${' '.repeat(gap)}${line.detail}`, token: 'muted' as const }]]
      : [row, ...detailRows(line.detail, width)];
  });
}

/** Returns the width of the list with all facts, and with the details beside them if they fit into the room. */
export function preferredItemsWidth(items: readonly AffectedItem[], room: number): number {
  const lines = items.map(toLine);
  const cells = columnWidths(lines).reduce((sum, one) => sum + gap + one, 0);
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
      ...facts.map(({ text, isLoss }) => ({ text, token: isLoss ? ('error' as const) : undefined })),
    ],
  };
}

function columnWidths(lines: readonly Line[]): readonly number[] {
  const count = largest(lines.map(({ cells }) => cells.length));
  return Array.from({ length: count }, (_, column) =>
    largest(lines.map(({ cells }) => widthOf(cells[column]?.text ?? ''))),
  );
}

/** Returns the widths of the first columns that fit. The first column is always there. */
function fittingCells(widths: readonly number[], room: number): readonly number[] {
  let rest = room;
  return widths.filter((width, column) => {
    rest -= gap + width;
    return rest >= 0 || column === 0;
  });
}

function lineRow({ name, cells }: Line, nameWidth: number, cellWidths: readonly number[]): PieceRow {
  const pieces = cellWidths.map((width, column): Piece => {
    const { text = '', token } = cells[column] ?? {};
    return { text: ' '.repeat(gap) + cell(text, width), token };
  });
  return [{ text: cell(name, nameWidth), token: 'strong' }, ...pieces];
}

function detailRows(detail: string, width: number): readonly PieceRow[] {
  return wrap(detail, width - gap, maxDetailRows).map((row) => [{ text: ' '.repeat(gap) + row, token: 'muted' }]);
}
