import type { PlanDiffLine } from '../../commands/record/plan/plan-section.ts';
import { largest } from '../../text/largest.ts';
import { widthOf, wrap } from '../draw/fit.ts';
import type { Token } from '../theme/theme.ts';
import type { PieceRow } from './piece-rows.ts';

const signs = {
  added: { sign: '+', token: 'diff.added' },
  removed: { sign: '-', token: 'diff.removed' },
  context: { sign: ' ', token: 'muted' },
} as const satisfies Record<PlanDiffLine['kind'], { readonly sign: string; readonly token: Token }>;

/** Limit for the rows of one line. */
const maxRows = 10;

/** Formats a diff with line numbers. A gap between two parts of the file is a row with an ellipsis. */
export function diffRows(lines: readonly PlanDiffLine[], width: number): readonly PieceRow[] {
  const numberWidth = numbersWidth(lines);
  const room = width - numberWidth - 3;
  return lines.flatMap((line, index) => {
    const { sign, token } = signs[line.kind];
    const rows = wrap(line.text, room, maxRows).map(
      (row, part): PieceRow => [
        { text: part === 0 ? String(line.line).padStart(numberWidth) : ' '.repeat(numberWidth), token: 'muted' },
        { text: ` ${sign} ${row}`, token },
      ],
    );
    return isAfterGap(lines[index - 1], line)
      ? [[{ text: `${' '.repeat(numberWidth)} …`, token: 'muted' }], ...rows]
      : rows;
  });
}

export function preferredDiffWidth(lines: readonly PlanDiffLine[]): number {
  return numbersWidth(lines) + 3 + largest(lines.map(({ text }) => widthOf(text)));
}

function numbersWidth(lines: readonly PlanDiffLine[]): number {
  return String(largest(lines.map(({ line }) => line))).length;
}

/** Changed lines have context on both sides, so a gap is always between two lines of context. */
function isAfterGap(before: PlanDiffLine | undefined, { kind, line }: PlanDiffLine): boolean {
  return before?.kind === 'context' && kind === 'context' && line !== before.line + 1;
}
