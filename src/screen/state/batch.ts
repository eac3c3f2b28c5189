/**
 * Calls at once, and then no more often than this, the last time after the last request: a burst of events is a
 * few frames. What a key does is not batched.
 */
export function batch(
  intervalMs: number,
  call: () => void,
): { readonly request: () => void; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let isRequested = false;
  const fire = () => {
    isRequested = false;
    call();
    timer = setTimeout(() => {
      timer = undefined;
      if (isRequested) fire();
    }, intervalMs);
  };
  return {
    request() {
      isRequested = true;
      if (timer === undefined) fire();
    },
    stop() {
      clearTimeout(timer);
      isRequested = false;
    },
  };
}
