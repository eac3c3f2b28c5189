/**
 * Limits how often `call` runs: at once on the first request, then at most once per interval, and once after the last
 * request. A burst of session events causes only a few frames. Key presses are not batched.
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
