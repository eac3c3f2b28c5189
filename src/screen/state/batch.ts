/**
 * Runs `call` at once for the first request, then at most once per interval without losing the last request. A burst
 * of session events thus causes only a few frames.
 */
export function batch(
  intervalMs: number,
  call: () => void,
): { readonly request: () => void; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let isRequested = false;
  const run = () => {
    isRequested = false;
    call();
    timer = setTimeout(() => {
      timer = undefined;
      if (isRequested) run();
    }, intervalMs);
  };
  return {
    request() {
      isRequested = true;
      if (timer === undefined) run();
    },
    stop() {
      clearTimeout(timer);
      isRequested = false;
    },
  };
}
