import type { Input, Plan } from '../../../commands/record/command.ts';
import type { PlanSwitch } from '../../../commands/record/plan/plan-section.ts';
import { emptyLine, type Line } from '../../draw/edit-line.ts';
import { openLayerBelow } from '../layers.ts';
import type { Screen } from '../screen.ts';
import type { Layer } from '../screen-state.ts';

/** State of the overlay `dialog`. */
export type DialogState = {
  /** Distinguishes consecutive dialogs. */
  readonly id: number;
  readonly plan: Plan;
  /** Whether the dialog has been shown long enough to confirm it. */
  readonly isReady: boolean;
  /** The input that the plan was made from. */
  readonly input: Input;
  /** Set while the plan is made again after a switch was changed. */
  readonly replanning: Replanning | undefined;
  /** The reason why a changed switch was switched back: the message, then the hints. */
  readonly failure: readonly string[];
  /** Option of the switch under the cursor. */
  readonly selectedOption: string | undefined;
  /** First visible row of the plan. */
  readonly top: number;
  readonly typed: Line;
  readonly inputError: string | undefined;
  readonly steps: ConfirmationSteps;
};

type Replanning = { readonly input: Input; readonly abort: AbortController };

export type ConfirmationSteps = {
  /** Called with the shown plan and its input if the user confirms. */
  readonly confirm: (plan: Plan, input: Input) => void;
  /** Makes the plan again after a switch was changed. Without it, the dialog has no switches. */
  readonly replan?: {
    readonly input: Input;
    readonly plan: (input: Input, signal: AbortSignal) => Promise<Plan>;
  };
};

/** A key that was pressed before the dialog was seen must not confirm it: `y` also copies. */
const readyAfterMs = 400;

let lastId = 0;

export function createDialog(plan: Plan, steps: ConfirmationSteps): DialogState {
  lastId += 1;
  return {
    id: lastId,
    plan,
    isReady: false,
    input: steps.replan?.input ?? { arguments: [], options: {} },
    replanning: undefined,
    failure: [],
    selectedOption: undefined,
    top: 0,
    typed: emptyLine,
    inputError: undefined,
    steps,
  };
}

/** Opens a dialog that shows the plan and asks for confirmation. */
export function openConfirmation(screen: Screen, plan: Plan, steps: ConfirmationSteps): void {
  const dialog = createDialog(plan, steps);
  openLayerBelow<DialogState>(screen, 'dialog', dialog);
  const makeReady = () =>
    changeDialog(
      screen,
      ({ id }) => id === dialog.id,
      (current) => ({ ...current, isReady: true }),
    );
  setTimeout(makeReady, readyAfterMs).unref();
}

/** Changes the dialog that matches, if it is still open. It may be behind another overlay. */
export function changeDialog(
  { store }: Screen,
  matches: (dialog: DialogState) => boolean,
  change: (dialog: DialogState) => DialogState,
): void {
  const isIt = ({ id, viewState }: Layer) => id === 'dialog' && matches(viewState as DialogState);
  if (!store.getState().layers.some(isIt)) return;
  store.setState(({ layers }) => ({
    layers: layers.map((layer) =>
      isIt(layer) ? { ...layer, viewState: change(layer.viewState as DialogState) } : layer,
    ),
  }));
}

/** Returns the switches that the dialog offers. */
export function switchesOf({ plan, steps }: DialogState): readonly PlanSwitch[] {
  return steps.replan === undefined ? [] : (plan.switches ?? []);
}
