import { setTimeout as pause } from 'node:timers/promises';

/** Resolves once a writer is blocked, so that `progress` does not change for 50 polls, 1 ms apart. */
export async function untilBlocked(progress: () => number): Promise<void> {
  let last = progress();
  for (let unchanged = 0; unchanged < 50; unchanged += 1) {
    await pause(1);
    const current = progress();
    if (current !== last) unchanged = 0;
    last = current;
  }
}
