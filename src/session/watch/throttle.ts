/** Calls `run` soon after it was asked for, once for all who asked, and not more often than every `leastMs`. */
export function throttle(run: () => void, leastMs: number): { readonly soon: () => void; readonly stop: () => void } {
  let lastAt = 0;
  let cancel: (() => void) | undefined;
  let isStopped = false;

  const go = () => {
    cancel = undefined;
    lastAt = Date.now();
    run();
  };
  return {
    soon: () => {
      if (cancel !== undefined || isStopped) return;
      const waitMs = lastAt + leastMs - Date.now();
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
