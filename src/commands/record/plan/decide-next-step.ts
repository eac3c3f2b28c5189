import type { Input, Plan } from '../command.ts';
import { dryRun, isOn, yes } from '../shared-options.ts';

/**
 * Returns whether to show the plan only, ask for confirmation, or run it. The frontend decides whether it can ask the
 * user.
 */
export function decideNextStep(input: Input, { confirmation }: Plan): 'show' | 'ask' | 'run' {
  if (isOn(input, dryRun.name)) return 'show';
  return confirmation.kind === 'none' || isOn(input, yes.name) ? 'run' : 'ask';
}
