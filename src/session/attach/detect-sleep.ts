const tickMs = 2000;
/** A busy process may delay a tick by seconds, but rarely by this much. */
const jumpMs = 10_000;

/**
 * Calls `onWake` when the clock jumps ahead: the machine slept, or the process was suspended. Open connections may then
 * be dead without a timeout, because timers were suspended as well.
 */
export function detectSleep(onWake: () => void): { readonly stop: () => void } {
  let tickedAt = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    const hasSlept = now - tickedAt > tickMs + jumpMs;
    tickedAt = now;
    if (hasSlept) onWake();
  }, tickMs);
  return { stop: () => clearInterval(timer) };
}
