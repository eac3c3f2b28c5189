import type { Input } from '../command.ts';
import type { PlanSwitch } from './plan-section.ts';

export function isSwitchedOn({ options }: Input, { option }: PlanSwitch): boolean {
  return options[option] !== undefined;
}

/** Returns the input with the switch changed. */
export function toggleOption(input: Input, planSwitch: PlanSwitch): Input {
  const { [planSwitch.option]: current, ...others } = input.options;
  const options = current === undefined ? { ...others, [planSwitch.option]: planSwitch.value } : others;
  return { arguments: input.arguments, options };
}
