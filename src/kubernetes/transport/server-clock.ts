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

/** Date headers are cut to whole seconds. */
const secondMs = 1000;

export function createServerClock(): ServerClock {
  /** Bounds of the server's time minus the local one. Each header can narrow them. */
  let offset: { readonly least: number; readonly most: number } | undefined;
  let latest = 0;
  return {
    observe: (date, sentAt, receivedAt) => {
      const seconds = Date.parse(date ?? '');
      if (Number.isNaN(seconds)) return;
      const bounds = { least: seconds - receivedAt, most: seconds + secondMs - sentAt };
      const least = Math.max(bounds.least, offset?.least ?? bounds.least);
      const most = Math.min(bounds.most, offset?.most ?? bounds.most);
      if (least < most) {
        offset = { least, most };
        return;
      }
      // Inconsistent with earlier headers: the machine slept, or the server's clock was set.
      offset = bounds;
      latest = 0;
    },
    time: () => {
      if (offset === undefined) return undefined;
      latest = Math.max(latest, Math.round((offset.least + offset.most) / 2 + performance.now()));
      return latest;
    },
  };
}
