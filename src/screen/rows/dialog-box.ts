import { centred, type Rectangle } from '../layout.ts';
import { layoutOf } from '../store/pane-sizes.ts';
import type { Layer, ScreenState } from '../store/screen-state.ts';
import type { Theme } from '../theme/theme.ts';
import { cell, widthOf, wrap } from './fit.ts';
import { typedRow } from './prompt-row.ts';

const widest = 100;

/** The plan in a box: what it hits, what to beware of, and at the bottom two rows for the answer. */
export function dialogBox(
  state: ScreenState,
  layer: Layer & { readonly kind: 'dialog' },
): { readonly rectangle: Rectangle; readonly text: string } {
  const { body } = layoutOf(state);
  const { title, lines, warnings } = layer.plan;
  const wanted = Math.max(44, ...[`${title}?  `, ...lines, ...warnings].map((line) => widthOf(line) + 8));
  const width = Math.min(body.width - 2, widest, wanted);
  const inner = width - 2;
  const answer = answerRows(layer, inner, state.theme);
  const room = body.height - 2 - answer.length - 1;
  const told = [
    ...lines.flatMap((line) => rowsOf(line, inner)),
    ...warnings.flatMap((line) => rowsOf(`! ${line}`, inner).map(state.theme.warning)),
  ];
  const shown =
    told.length <= room
      ? told
      : [...told.slice(0, room - 1), cell(` … and ${told.length - room + 1} lines more`, inner)];
  const rows = [...shown, cell('', inner), ...answer];
  return { rectangle: centred(body, { width, height: rows.length + 2 }), text: rows.join('\n') };
}

function rowsOf(line: string, width: number): readonly string[] {
  return wrap(line, width - 2, 50, 'words').map((row) => cell(` ${row}`, width));
}

function answerRows({ plan, typed, complaint }: Layer & { readonly kind: 'dialog' }, width: number, theme: Theme) {
  const { confirmation } = plan;
  if (confirmation.kind !== 'type') return [cell('', width), cell('', width)];
  const prompt = ` Type ${confirmation.word} to do it: `;
  const row = typedRow(prompt, typed, theme, width);
  const blanks = ' '.repeat(Math.max(0, width - widthOf(prompt) - widthOf(typed.text) - 1));
  return [row + blanks, theme.error(cell(complaint === undefined ? '' : ` ${complaint}`, width))];
}
