import type { Services } from '../../record/command.ts';

/** Whether this process reverts the level at its deadline. True for the screen and for commands that wait. */
export const hasTimer = ({ frontend }: Services, { wait }: { readonly wait: boolean }): boolean =>
  frontend === 'screen' || wait;

/** Next step for a level without a timer, printed after `Revert due in 10m: `. */
export const revertHint = 'attach a screen after that, or run log-level --overdue';
