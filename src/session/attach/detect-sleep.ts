const tickMs = 2000;
/** A busy process may tick late by seconds, but hardly by this much. */
const jumpMs = 10_000;

/**
 * Calls `woke` when the clock has jumped ahead: the laptop slept, or the process was stopped. Connections may be dead by
 * then, and no timer says so, since timers slept too.
 */
export function detectSleep(woke: () => void): { readonly stop: () => void } {
  let tickedAt = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    const hasSlept = now - tickedAt > tickMs + jumpMs;
    tickedAt = now;
    if (hasSlept) woke();
  }, tickMs);
  return { stop: () => clearInterval(timer) };
}
