import type { Cancel, Clock } from '../clock.ts';
import type { Allocation, UserCode } from './job.ts';

/** Runs the user code on the slots in turn until it is cancelled. */
export function runUserCode(userCode: UserCode, slots: readonly Allocation[], clock: Clock): Cancel {
  let iteration = 0;
  return clock.every(userCode.everyMs, () => {
    iteration += 1;
    const slot = slots[iteration % slots.length];
    if (slot) userCode.write(slot.console, iteration, clock.now());
  });
}
