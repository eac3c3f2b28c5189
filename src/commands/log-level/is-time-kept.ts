import type { Services } from '../command.ts';

/** Whether somebody is there who takes a level back when its time is over: a screen, or who waits for it. */
export const isTimeKept = ({ frontend }: Services, { wait }: { readonly wait: boolean }): boolean =>
  frontend === 'screen' || wait;

/** Who does it else. */
export const nextToTakeBack = 'the next attached screen, or log-level --overdue, takes it back';
