/** Calls `run` once for all triggers since its last call, at most once per `intervalMs`. */
export function throttle(
  run: () => void,
  intervalMs: number,
): { readonly trigger: () => void; readonly stop: () => void } {
  let lastAt = 0;
  let cancel: (() => void) | undefined;
  let isStopped = false;

  const runNow = () => {
    cancel = undefined;
    lastAt = Date.now();
    run();
  };
  return {
    trigger: () => {
      if (cancel !== undefined || isStopped) return;
      const waitMs = lastAt + intervalMs - Date.now();
      if (waitMs > 0) {
        const timer = setTimeout(runNow, waitMs);
        cancel = () => clearTimeout(timer);
      } else {
        const immediate = setImmediate(runNow);
        cancel = () => clearImmediate(immediate);
      }
    },
    stop: () => {
      isStopped = true;
      cancel?.();
    },
  };
}
