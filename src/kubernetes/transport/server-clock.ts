/**
 * The API server's clock, as the Date headers of its answers tell it. The local clock has no part in it: that may be
 * wrong, or be set while the program runs. Times here are of `performance.now()`.
 */
export type ServerClock = {
  /** The server wrote this header between the two times. */
  readonly heard: (date: string | undefined, sentAt: number, receivedAt: number) => void;
  /**
   * Whole epoch milliseconds; undefined before the first answer, and where answers have no Date. Never runs backwards
   * while answers agree: what is over by it stays over.
   */
  readonly time: () => number | undefined;
};

/** What a Date header leaves out. */
const secondMs = 1000;

export function createServerClock(): ServerClock {
  /** The server's clock minus ours lies between these. Each answer can narrow it down. */
  let offset: { readonly least: number; readonly most: number } | undefined;
  let latest = 0;
  return {
    heard: (date, sentAt, receivedAt) => {
      const seconds = Date.parse(date ?? '');
      if (Number.isNaN(seconds)) return;
      const told = { least: seconds - receivedAt, most: seconds + secondMs - sentAt };
      const least = Math.max(told.least, offset?.least ?? told.least);
      const most = Math.min(told.most, offset?.most ?? told.most);
      if (least < most) {
        offset = { least, most };
        return;
      }
      // At odds with earlier answers: this machine slept, or the server's clock was set.
      offset = told;
      latest = 0;
    },
    time: () => {
      if (offset === undefined) return undefined;
      latest = Math.max(latest, Math.round((offset.least + offset.most) / 2 + performance.now()));
      return latest;
    },
  };
}
