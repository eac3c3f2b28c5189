import type { Services } from '../command.ts';

/** Whether somebody is there who takes a level back when its time is over: a screen, or who waits for it. */
export const isTimeKept = ({ snapshot }: Services, { wait }: { readonly wait: boolean }): boolean =>
  snapshot !== undefined || wait;

/** Who does it else. */
export const nextToTakeBack = 'the next attached screen, or log-level --overdue, takes it back';
