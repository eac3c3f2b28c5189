import type { Services } from '../../record/command.ts';

/** Whether this process reverts the level at its deadline. A screen does, and so does a command that waits. */
export const hasTimer = ({ frontend }: Services, { wait }: { readonly wait: boolean }): boolean =>
  frontend === 'screen' || wait;

/** How to revert a level without a timer, after the text `Revert due in 10m: `. */
export const revertHint = 'attach a screen after that, or run log-level --overdue';
