/**
 * The API server's clock, derived from its Date headers and independent of the local wall clock. Local times are from
 * `performance.now()`.
 */
export type ServerClock = {
  /** Records a Date header that was written between `sentAt` and `receivedAt`. */
  readonly observe: (date: string | undefined, sentAt: number, receivedAt: number) => void;
  /**
   * Returns whole epoch milliseconds; undefined before the first Date header. Never runs backwards while headers are
   * consistent.
   */
  readonly time: () => number | undefined;
};

/** Date headers are truncated to whole seconds. */
const secondMs = 1000;

export function createServerClock(): ServerClock {
  /** Bounds of the server's time minus the local time. Each header can narrow the bounds. */
  let offset: { readonly min: number; readonly max: number } | undefined;
  let latest = 0;
  return {
    observe: (date, sentAt, receivedAt) => {
      const seconds = Date.parse(date ?? '');
      if (Number.isNaN(seconds)) return;
      const bounds = { min: seconds - receivedAt, max: seconds + secondMs - sentAt };
      const min = Math.max(bounds.min, offset?.min ?? bounds.min);
      const max = Math.min(bounds.max, offset?.max ?? bounds.max);
      if (min < max) {
        offset = { min, max };
        return;
      }
      // Inconsistent with earlier headers: the machine slept, or the server's clock was set.
      offset = bounds;
      latest = 0;
    },
    time: () => {
      if (offset === undefined) return undefined;
      latest = Math.max(latest, Math.round((offset.min + offset.max) / 2 + performance.now()));
      return latest;
    },
  };
}
