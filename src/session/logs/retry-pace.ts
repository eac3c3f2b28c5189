/** Permissions rarely change, but an API server denies every request just after its start. */
const retryMs = { first: 500, max: 5000, maxIfDenied: 30_000 };

/** Retry delays of one log. They grow with each attempt that delivers no new line. */
export type RetryPace = {
  readonly opened: () => void;
  readonly wrote: () => void;
  /** Returns the delay after a stream failed or ended early. */
  readonly next: (isDenied: boolean) => { readonly delayMs: number; readonly isFirst: boolean };
};

/** `newestAt` returns the time of the newest line. Lines that a resumed stream repeats do not change it. */
export function createRetryPace(newestAt: () => number | undefined): RetryPace {
  let failures = 0;
  let failedAfter: number | undefined;
  let openSince: number | undefined;

  return {
    opened: () => {
      openSince = performance.now();
    },
    wrote: () => {
      if (failures > 0 && newestAt() !== failedAfter) failures = 0;
    },
    next: (isDenied) => {
      // Proxies may close a stream without data. A stream that stayed open this long did not fail.
      if (openSince !== undefined && performance.now() - openSince > retryMs.max) failures = 0;
      const delayMs = Math.min(isDenied ? retryMs.maxIfDenied : retryMs.max, retryMs.first * 2 ** failures);
      failures += 1;
      failedAfter = newestAt();
      openSince = undefined;
      return { delayMs, isFirst: failures === 1 };
    },
  };
}
