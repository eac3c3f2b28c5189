import { setTimeout as pause } from 'node:timers/promises';

/** Resolves once `progress` has not changed for 50 polls, 1 ms apart. Its writer must then be blocked. */
export async function untilBlocked(progress: () => number): Promise<void> {
  let last = progress();
  for (let unchanged = 0; unchanged < 50; unchanged += 1) {
    await pause(1);
    const current = progress();
    if (current !== last) unchanged = 0;
    last = current;
  }
}
