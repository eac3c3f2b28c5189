import type { Input, Plan } from './command.ts';
import { dryRun, isOn, yes } from './shared-options.ts';

/** The plan is only shown, or a person is to agree first, or it runs. Whether somebody can be asked is for the frontend. */
export function afterPlan(input: Input, { confirmation }: Plan): 'show' | 'ask' | 'run' {
  if (isOn(input, dryRun.name)) return 'show';
  return confirmation.kind === 'none' || isOn(input, yes.name) ? 'run' : 'ask';
}
