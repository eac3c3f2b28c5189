import { editLine } from '../draw/edit-line.ts';
import type { Key } from '../draw/key.ts';
import { changeLayer, closeLayer } from '../state/layers.ts';
import type { DialogState } from '../state/run/open-confirmation.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Screen } from '../state/screen.ts';

export function needsTypedWord({ plan }: DialogState): boolean {
  return plan.confirmation.kind === 'type';
}

export function isYesNo(dialog: DialogState): boolean {
  return !needsTypedWord(dialog);
}

export function submitWord(screen: Screen, dialog: DialogState): void {
  const { confirmation } = dialog.plan;
  if (confirmation.kind !== 'type') return;
  if (dialog.typed.text.trim() === confirmation.word) confirm(screen, dialog);
  else changeLayer<DialogState>(screen, { ...dialog, inputError: `does not match ${confirmation.word}` });
}

export function edit(screen: Screen, dialog: DialogState, key: Key): void {
  const typed = editLine(dialog.typed, key);
  if (typed !== undefined) changeLayer<DialogState>(screen, { ...dialog, typed, inputError: undefined });
}

export function confirm(screen: Screen, dialog: DialogState): void {
  closeLayer(screen);
  dialog.confirm();
}

export function decline(screen: Screen, dialog: DialogState): void {
  closeLayer(screen);
  showMessage(screen, `Not confirmed: ${dialog.plan.title}`);
}
