import type { StampedLine } from './stamped-lines.ts';

/** The times of the newest second's lines, by which a log that begins again is recognised. */
export type KnownStamps = {
  readonly add: (line: StampedLine) => void;
  /** RFC 3339, to ask the kubelet from; undefined before the first line with a time. */
  readonly resumeTime: () => string | undefined;
  /** Epoch ms of the newest line. */
  readonly newestAt: () => number | undefined;
  /** A log begins again. It tells of each line whether it was here before, each known one once. */
  readonly again: () => Repeats;
};

export type Repeats = {
  readonly has: (line: StampedLine) => boolean;
  /** true once it is known that the log did not reach back to the newest line that was here. */
  readonly missesLines: () => boolean;
  readonly isOver: () => boolean;
};

/**
 * The kubelet compares whole seconds, so that a log asked for since its newest line repeats that line's second. A log is
 * only ever added to: among lines of the same time the first ones are those that were here.
 */
export function createKnownStamps(): KnownStamps {
  const counts = new Map<number, number>();
  let newest: number | undefined;
  const secondOf = (at: number) => Math.floor(at / 1000);

  return {
    add: ({ at }) => {
      if (at === undefined) return;
      if (newest === undefined || secondOf(at) > secondOf(newest)) counts.clear();
      newest = Math.max(at, newest ?? at);
      if (secondOf(at) === secondOf(newest)) counts.set(at, (counts.get(at) ?? 0) + 1);
    },
    resumeTime: () => (newest === undefined ? undefined : new Date(secondOf(newest) * 1000).toISOString()),
    newestAt: () => newest,
    again: () => {
      const left = new Map(counts);
      const last = newest;
      let state: 'expecting' | 'reached' | 'missed' = last === undefined ? 'reached' : 'expecting';
      let isOver = last === undefined;
      return {
        has: ({ at }) => {
          if (isOver || last === undefined || at === undefined) return false;
          if (secondOf(at) < secondOf(last)) return true;
          const count = left.get(at) ?? 0;
          if (count > 0) {
            left.set(at, count - 1);
            if (at === last) state = 'reached';
            return true;
          }
          if (at <= last) return false;
          if (state === 'expecting') state = 'missed';
          isOver = true;
          return false;
        },
        missesLines: () => state === 'missed',
        isOver: () => isOver,
      };
    },
  };
}
