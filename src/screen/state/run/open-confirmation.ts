import type { Plan } from '../../../commands/record/command.ts';
import { emptyLine, type Line } from '../../draw/edit-line.ts';
import { openLayerBelow } from '../layers.ts';
import type { Screen } from '../screen.ts';

/** The state of the overlay `dialog`. */
export type Question = {
  readonly plan: Plan;
  /** The first row of the plan that is seen. */
  readonly top: number;
  readonly typed: Line;
  readonly complaint: string | undefined;
  readonly confirm: () => void;
};

/** Opens the dialog that shows a plan; what it is about is done when the person says so. */
export function openConfirmation(screen: Screen, plan: Plan, confirm: () => void): void {
  openLayerBelow<Question>(screen, 'dialog', { plan, top: 0, typed: emptyLine, complaint: undefined, confirm });
}
