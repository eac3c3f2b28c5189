import { setImmediate } from 'node:timers/promises';

const sliceMs = 4;

/** Splits long work into slices, so that keys are answered in between. */
export type TimeSlice = {
  /** Whether the current slice has taken so long that other work must run. */
  readonly isOver: () => boolean;
  /** Lets other work run, and starts a new slice. */
  readonly next: () => Promise<void>;
};

export function createTimeSlice(): TimeSlice {
  let start = performance.now();
  return {
    isOver: () => performance.now() - start > sliceMs,
    next: async () => {
      await setImmediate();
      start = performance.now();
    },
  };
}
