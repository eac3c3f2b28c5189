/** Calls `run` soon after it was asked for, once for all who asked, and not more often than every `leastMs`. */
export function throttle(
  run: () => void,
  intervalMs: number,
): { readonly trigger: () => void; readonly stop: () => void } {
  let lastAt = 0;
  let cancel: (() => void) | undefined;
  let isStopped = false;

  const go = () => {
    cancel = undefined;
    lastAt = Date.now();
    run();
  };
  return {
    trigger: () => {
      if (cancel !== undefined || isStopped) return;
      const waitMs = lastAt + intervalMs - Date.now();
      if (waitMs > 0) {
        const timer = setTimeout(go, waitMs);
        cancel = () => clearTimeout(timer);
      } else {
        const turn = setImmediate(go);
        cancel = () => clearImmediate(turn);
      }
    },
    stop: () => {
      isStopped = true;
      cancel?.();
    },
  };
}
