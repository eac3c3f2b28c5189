import type { Services } from '../../record/command.ts';

/** Whether this process reverts the level when its time is over: a screen, or a command that waits. */
export const hasTimer = ({ frontend }: Services, { wait }: { readonly wait: boolean }): boolean =>
  frontend === 'screen' || wait;

/** How to revert a level without a timer. */
export const revertHint = 'attach a screen or run log-level --overdue then';
