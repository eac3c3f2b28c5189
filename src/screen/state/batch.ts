/**
 * Limits how often `call` runs. The first request runs `call` at once, later requests at most once per interval. The
 * last request is never lost. A burst of session events causes only a few frames. Key presses are not batched.
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
