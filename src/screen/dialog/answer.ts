import type { Plan } from '../../commands/record/command.ts';
import { editLine } from '../draw/edit-line.ts';
import type { Key } from '../draw/key.ts';
import { changeLayer, closeLayer, topViewState } from '../state/layers.ts';
import type { DialogState } from '../state/run/open-confirmation.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';

export function needsTypedWord({ plan }: DialogState): boolean {
  return plan.confirmation.kind === 'type';
}

export function isYesNo(dialog: DialogState): boolean {
  return !needsTypedWord(dialog);
}

/** Whether something ends or is lost. */
export function isDestructive({ confirmation }: Plan): boolean {
  return confirmation.kind === 'type' || (confirmation.kind === 'yes' && confirmation.isDestructive === true);
}

/** Whether the user can have seen the dialog. A typed word needs no such delay. */
export function canAnswer(dialog: DialogState): boolean {
  return needsTypedWord(dialog) || dialog.isReady;
}

const justOpened = 'the dialog has just opened: press the key again';

/** Returns true, or the reason why no option can be changed now. */
export function canToggle(state: ScreenState): true | string {
  const dialog = topViewState<DialogState>(state, 'dialog');
  return dialog === undefined || canAnswer(dialog) || justOpened;
}

/** Returns true, or the reason why the plan cannot be confirmed now. */
export function canConfirm(state: ScreenState): true | string {
  const dialog = topViewState<DialogState>(state, 'dialog');
  if (dialog !== undefined && !canAnswer(dialog)) return justOpened;
  return dialog?.replanning === undefined || 'wait: still checking what is affected';
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

export function confirm(screen: Screen, { plan, input, steps }: DialogState): void {
  const reason = canConfirm(screen.store.getState());
  if (reason !== true) {
    showMessage(screen, reason, 'warning', (state) => canConfirm(state) === reason);
    return;
  }
  closeLayer(screen);
  steps.confirm(plan, input);
}

export function decline(screen: Screen, { plan, replanning }: DialogState): void {
  replanning?.abort.abort();
  closeLayer(screen);
  const { confirmation } = plan;
  showMessage(screen, confirmation.kind === 'none' ? 'Nothing changed' : `Nothing changed: ${confirmation.declined}`);
}

/** The footer shows the answers behind their keys, as in `y cancel job`. */
export function confirmHint(dialog: DialogState): string | undefined {
  const { confirmation } = dialog.plan;
  if (!canAnswer(dialog)) return undefined;
  return confirmation.kind === 'none' ? 'yes' : asHint(confirmation.confirm);
}

export function declineHint({ plan: { confirmation } }: DialogState): string {
  return confirmation.kind === 'none' ? 'no' : asHint(confirmation.decline);
}

function asHint(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}
