import { largest } from '../../text/largest.ts';
import { cell, widthOf, wrap } from '../draw/fit.ts';
import { centred, type Rectangle } from '../draw/rectangle.ts';
import { typedRow } from '../draw/typed-row.ts';
import { layoutOf } from '../state/layout.ts';
import type { DialogState } from '../state/run/open-confirmation.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { Theme } from '../theme/theme.ts';

const maxWidth = 100;

export type DialogBox = {
  readonly rectangle: Rectangle;
  readonly text: string;
  /** Number of visible rows of the plan. */
  readonly height: number;
  /** Largest scroll position; 0 if the whole plan is visible. */
  readonly lastTop: number;
};

/** Lays out the dialog: warnings, affected items and two rows for the answer. */
export function dialogBox(state: ScreenState, dialog: DialogState): DialogBox {
  const { body } = layoutOf(state);
  const { title, lines, warnings } = dialog.plan;
  const preferredWidth = largest(
    [`${title}?  `, ...lines, ...warnings].map((line) => widthOf(line) + 8),
    44,
  );
  const width = Math.min(body.width - 2, maxWidth, preferredWidth);
  const inner = width - 2;
  const answer = answerRows(dialog, inner, state.theme);
  const room = body.height - 2 - answer.length - 1;
  // Warnings come first, so that they are visible even if the plan is longer than the screen.
  const planRows = [
    ...warnings.flatMap((line) => rowsOf(`! ${line}`, inner).map(state.theme.warning)),
    ...lines.flatMap((line) => rowsOf(line, inner)),
  ];
  const height = planRows.length <= room ? planRows.length : room - 1;
  const lastTop = planRows.length - height;
  const top = Math.min(dialog.top, lastTop);
  const shown = planRows.slice(top, top + height);
  const position = ` … lines ${top + 1}-${top + height} of ${planRows.length}, PgUp/PgDn: scroll`;
  const rows = [...shown, ...(lastTop > 0 ? [cell(position, inner)] : []), cell('', inner), ...answer];
  const rectangle = centred(body, { width, height: rows.length + 2 });
  return { rectangle, text: rows.join('\n'), height, lastTop };
}

function rowsOf(line: string, width: number): readonly string[] {
  return wrap(line, width - 2, 50, 'words').map((row) => cell(` ${row}`, width));
}

function answerRows({ plan, typed, inputError }: DialogState, width: number, theme: Theme) {
  const { confirmation } = plan;
  if (confirmation.kind !== 'type') return [cell('', width), cell('', width)];
  const prompt = ` Type ${confirmation.word} to confirm: `;
  const row = typedRow(prompt, typed, theme, width);
  const blanks = ' '.repeat(Math.max(0, width - widthOf(prompt) - widthOf(typed.text) - 1));
  return [row + blanks, theme.error(cell(inputError === undefined ? '' : ` ${inputError}`, width))];
}
