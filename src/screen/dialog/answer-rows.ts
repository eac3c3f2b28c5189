import type { Confirmation } from '../../commands/record/command.ts';
import { widthOf } from '../draw/fit.ts';
import { typedRow } from '../draw/typed-row.ts';
import { type DialogState, switchesOf } from '../state/run/open-confirmation.ts';
import type { Theme } from '../theme/theme.ts';
import { choicesOf } from './choices.ts';
import { type PieceRow, paintRow } from './piece-rows.ts';

export function promptOf({ plan }: DialogState): string {
  return plan.confirmation.kind === 'type' ? `Type ${plan.confirmation.word} to confirm: ` : '';
}

/** Number of rows below the plan: the status, the switches and the answers. */
export function answerHeight(dialog: DialogState, isRoomy: boolean): number {
  const switchRows = switchesOf(dialog).length;
  const gap = switchRows > 0 && isRoomy ? 1 : 0;
  const word = isRoomy ? 2 : 1;
  return 1 + switchRows + gap + (dialog.plan.confirmation.kind === 'type' ? word : 2);
}

/** Formats the rows below the status. Ink draws the switches and the answers over the blank ones. */
export function answerRows(dialog: DialogState, width: number, isRoomy: boolean, theme: Theme): readonly string[] {
  const { confirmation } = dialog.plan;
  const answer = confirmation.kind === 'type' ? wordRows(dialog, confirmation, width, theme) : [];
  const word = isRoomy ? answer : answer.slice(0, 1);
  const switches = confirmation.kind === 'type' ? onlySwitchRow(dialog).map((row) => paintRow(row, width, theme)) : [];
  const blankCount = answerHeight(dialog, isRoomy) - 1 - switches.length - word.length;
  return [...switches, ...Array.from({ length: blankCount }, () => paintRow([], width, theme)), ...word];
}

/** A single switch needs no list, so that the cursor is in the word only. */
function onlySwitchRow(dialog: DialogState): readonly PieceRow[] {
  const [only, ...others] = choicesOf(dialog);
  if (only === undefined || others.length > 0) return [];
  return [[{ text: only.label }, { text: `  ${only.shortcut ?? ''}`, token: 'key' }]];
}

/** Formats the question, then its keys. The confirmation is muted until the word is typed. */
function wordRows(
  dialog: DialogState,
  { word, confirm, decline }: Confirmation & { readonly kind: 'type' },
  width: number,
  theme: Theme,
): readonly string[] {
  const { typed } = dialog;
  const prompt = promptOf(dialog);
  const question = typedRow(prompt, typed, theme, width);
  const blanks = ' '.repeat(Math.max(0, width - widthOf(prompt) - widthOf(typed.text) - 1));
  const isTyped = typed.text.trim() === word;
  const keys: PieceRow = [
    { text: 'Enter', token: isTyped ? 'key' : 'muted' },
    { text: ` ${confirm}`, token: isTyped ? 'error' : 'muted' },
    { text: '   Esc', token: 'key' },
    { text: ` ${decline}` },
  ];
  return [question + blanks, paintRow(keys, width, theme)];
}

export function statusRow({ replanning, inputError }: DialogState, position: string): PieceRow {
  if (replanning !== undefined) return [{ text: 'checking what is affected…', token: 'busy' }];
  return inputError === undefined ? [{ text: position, token: 'muted' }] : [{ text: inputError, token: 'error' }];
}
