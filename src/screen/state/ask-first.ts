import type { Plan } from '../../commands/command.ts';
import { emptyLine } from '../draw/edit-line.ts';
import { openLayerBelow, type Screen } from './screen.ts';

/** Opens the dialog that shows a plan; what it is about is done when the person says so. */
export function askFirst(screen: Screen, plan: Plan, confirm: () => void): void {
  openLayerBelow(screen, { kind: 'dialog', plan, top: 0, typed: emptyLine, complaint: undefined, confirm });
}
