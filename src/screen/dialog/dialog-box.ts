import { largest } from '../../text/largest.ts';
import { cell, widthOf, wrap } from '../draw/fit.ts';
import { centred, type Rectangle } from '../draw/rectangle.ts';
import { typedRow } from '../draw/typed-row.ts';
import { layoutOf } from '../state/layout.ts';
import type { Question } from '../state/run/open-confirmation.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { Theme } from '../theme/theme.ts';

const widest = 100;

export type DialogBox = {
  readonly rectangle: Rectangle;
  readonly text: string;
  /** How many rows of the plan are seen at once. */
  readonly height: number;
  /** How far it can be scrolled: 0 where all of it is seen. */
  readonly lastTop: number;
};

/** The plan in a box: what to beware of, what it hits, and at the bottom two rows for the answer. */
export function dialogBox(state: ScreenState, question: Question): DialogBox {
  const { body } = layoutOf(state);
  const { title, lines, warnings } = question.plan;
  const wanted = largest(
    [`${title}?  `, ...lines, ...warnings].map((line) => widthOf(line) + 8),
    44,
  );
  const width = Math.min(body.width - 2, widest, wanted);
  const inner = width - 2;
  const answer = answerRows(question, inner, state.theme);
  const room = body.height - 2 - answer.length - 1;
  // What to beware of comes first: of a plan that is longer than the screen it is seen at once.
  const told = [
    ...warnings.flatMap((line) => rowsOf(`! ${line}`, inner).map(state.theme.warning)),
    ...lines.flatMap((line) => rowsOf(line, inner)),
  ];
  const height = told.length <= room ? told.length : room - 1;
  const lastTop = told.length - height;
  const top = Math.min(question.top, lastTop);
  const shown = told.slice(top, top + height);
  const position = ` … ${top + 1} to ${top + height} of ${told.length} lines: PgUp and PgDn show the others`;
  const rows = [...shown, ...(lastTop > 0 ? [cell(position, inner)] : []), cell('', inner), ...answer];
  const rectangle = centred(body, { width, height: rows.length + 2 });
  return { rectangle, text: rows.join('\n'), height, lastTop };
}

function rowsOf(line: string, width: number): readonly string[] {
  return wrap(line, width - 2, 50, 'words').map((row) => cell(` ${row}`, width));
}

function answerRows({ plan, typed, complaint }: Question, width: number, theme: Theme) {
  const { confirmation } = plan;
  if (confirmation.kind !== 'type') return [cell('', width), cell('', width)];
  const prompt = ` Type ${confirmation.word} to do it: `;
  const row = typedRow(prompt, typed, theme, width);
  const blanks = ' '.repeat(Math.max(0, width - widthOf(prompt) - widthOf(typed.text) - 1));
  return [row + blanks, theme.error(cell(complaint === undefined ? '' : ` ${complaint}`, width))];
}
