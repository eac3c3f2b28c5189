import type { PlanSwitch } from '../../commands/record/plan/plan-section.ts';
import { isSwitchedOn } from '../../commands/record/plan/plan-switch.ts';
import { type DialogState, switchesOf } from '../state/run/open-confirmation.ts';
import type { Token } from '../theme/theme.ts';
import { isDestructive } from './answer.ts';

/** A row of the list in the dialog: a switch or an answer. */
export type Choice = {
  readonly label: string;
  /** `confirm`, `decline` or the option of a switch, which starts with `--`. */
  readonly value: string;
  readonly token?: Token;
  /** The key of the only switch. */
  readonly shortcut?: string;
};

/** Returns the switches, then the answers. The first answer declines and is the default. */
export function choicesOf(dialog: DialogState): readonly Choice[] {
  const { plan } = dialog;
  const [first, ...others] = switchesOf(dialog).map(switchChoice(dialog));
  const switches =
    first === undefined ? [] : others.length === 0 ? [{ ...first, shortcut: 'Space' }] : [first, ...others];
  if (plan.confirmation.kind !== 'yes') return switches;
  const { confirm, decline } = plan.confirmation;
  return [
    ...switches,
    { label: decline, value: 'decline' },
    { label: confirm, value: 'confirm', ...(isDestructive(plan) && { token: 'error' as const }) },
  ];
}

/** Shows a changed switch at once, while the plan is made again. */
function switchChoice({ input, replanning }: DialogState) {
  return (planSwitch: PlanSwitch): Choice => ({
    label: `[${isSwitchedOn(replanning?.input ?? input, planSwitch) ? 'x' : ' '}] ${planSwitch.label}`,
    value: `--${planSwitch.option}`,
  });
}

/** Returns the switch of this choice, or undefined for an answer. */
export function findSwitch(dialog: DialogState, value: string): PlanSwitch | undefined {
  return switchesOf(dialog).find(({ option }) => value === `--${option}`);
}
