/** A refused right is seldom granted while one looks, but right after its start an API server refuses everyone. */
const retryMs = { first: 500, most: 5000, mostIfDenied: 30_000 };

/** How long to wait until a log is asked for again: the longer, the more often nothing came of it. */
export type RetryPace = {
  readonly opened: () => void;
  readonly wrote: () => void;
  /** It failed, or ended before it was over. */
  readonly next: (isDenied: boolean) => { readonly delayMs: number; readonly isFirst: boolean };
};

/** `newestAt` is the time of the newest line: each stream begins with a second that is here already, and that is nothing new. */
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
      // A log may be silent for longer than whatever lies between lets a connection be.
      if (openSince !== undefined && performance.now() - openSince > retryMs.most) failures = 0;
      const delayMs = Math.min(isDenied ? retryMs.mostIfDenied : retryMs.most, retryMs.first * 2 ** failures);
      failures += 1;
      failedAfter = newestAt();
      openSince = undefined;
      return { delayMs, isFirst: failures === 1 };
    },
  };
}
