import type { Plan } from '../../commands/record/command.ts';
import { describeError } from '../../commands/record/describe-error.ts';
import type { PlanSwitch } from '../../commands/record/plan/plan-section.ts';
import { toggleOption } from '../../commands/record/plan/plan-switch.ts';
import { changeLayer } from '../state/layers.ts';
import { changeDialog, type DialogState, switchesOf } from '../state/run/open-confirmation.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Screen } from '../state/screen.ts';
import { needsTypedWord } from './answer.ts';

export function hasSwitches(dialog: DialogState): boolean {
  return switchesOf(dialog).length > 0;
}

/** Changes the switch under the cursor, or the only switch. */
export function toggleSelected(screen: Screen, dialog: DialogState): void {
  const switches = switchesOf(dialog);
  const selected = switches.find(({ option }) => option === dialog.selectedOption);
  // A dialog with a word to type has no answers to select, so the cursor starts on the first switch.
  const isFirstSelected = switches.length === 1 || needsTypedWord(dialog);
  const planSwitch = selected ?? (isFirstSelected ? switches[0] : undefined);
  if (planSwitch === undefined) showMessage(screen, 'press ↑ to select an option first', 'warning');
  else toggleSwitch(screen, dialog, planSwitch);
}

/** Changes the switch and makes the plan again. A running check of an earlier change is abandoned. */
export function toggleSwitch(screen: Screen, dialog: DialogState, planSwitch: PlanSwitch): void {
  const { replan } = dialog.steps;
  if (replan === undefined) return;
  dialog.replanning?.abort.abort();
  const input = toggleOption(dialog.replanning?.input ?? dialog.input, planSwitch);
  const abort = new AbortController();
  changeLayer<DialogState>(screen, { ...dialog, replanning: { input, abort }, failure: [] });
  const signal = AbortSignal.any([screen.signal, abort.signal]);
  void replan.plan(input, signal).then(
    (plan) => settle(screen, abort, (current) => ({ ...current, plan: asStrict(plan, current.plan), input, top: 0 })),
    (error: unknown) => {
      if (signal.aborted) return;
      screen.log(error);
      const { message, hints = [] } = describeError(error);
      settle(screen, abort, (current) => ({
        ...current,
        failure: [`option not changed: ${message}`, ...hints],
        top: 0,
      }));
    },
  );
}

/** Ends the check in the dialog that still waits for it. */
function settle(screen: Screen, abort: AbortController, change: (dialog: DialogState) => DialogState): void {
  changeDialog(
    screen,
    ({ replanning }) => replanning?.abort === abort,
    (dialog) => ({ ...change(dialog), replanning: undefined }),
  );
}

/** Keeps asking for the word in a new plan. Otherwise, a letter of the word could answer a new question. */
function asStrict(plan: Plan, { confirmation: shown }: Plan): Plan {
  const isWeaker = plan.confirmation.kind === 'none' || shown.kind === 'type';
  if (!isWeaker || plan.confirmation.kind === 'type') return plan;
  return { ...plan, confirmation: shown };
}
