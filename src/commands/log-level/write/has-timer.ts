import type { Services } from '../../record/command.ts';

/** Whether somebody is there who takes a level back when its time is over: a screen, or who waits for it. */
export const hasTimer = ({ frontend }: Services, { wait }: { readonly wait: boolean }): boolean =>
  frontend === 'screen' || wait;

/** Who does it else. */
export const nextToRevert = 'the next attached screen, or log-level --overdue, takes it back';
