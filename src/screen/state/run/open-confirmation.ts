import type { Plan } from '../../../commands/record/command.ts';
import { emptyLine, type Line } from '../../draw/edit-line.ts';
import { openLayerBelow } from '../layers.ts';
import type { Screen } from '../screen.ts';

/** State of the overlay `dialog`. */
export type DialogState = {
  readonly plan: Plan;
  /** First visible row of the plan. */
  readonly top: number;
  readonly typed: Line;
  readonly inputError: string | undefined;
  readonly confirm: () => void;
};

/** Opens a dialog that shows the plan. `confirm` is called if the user confirms. */
export function openConfirmation(screen: Screen, plan: Plan, confirm: () => void): void {
  openLayerBelow<DialogState>(screen, 'dialog', { plan, top: 0, typed: emptyLine, inputError: undefined, confirm });
}
