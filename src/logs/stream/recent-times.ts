import { type ExactTime, startOfSecond } from '../intake/repeat-detector.ts';
import type { TimestampedLine } from './timestamped-lines.ts';

/** Timestamps of the lines in the newest second, used to recognise repeated lines. */
export type RecentTimes = {
  readonly add: (line: TimestampedLine) => void;
  readonly newestFirst: () => Iterable<ExactTime & { readonly sequence: number }>;
};

export function createRecentTimes(): RecentTimes {
  let second = Number.NEGATIVE_INFINITY;
  /** Nanoseconds of each line within `second`, in order of arrival. */
  let nanosecondsOf = new Uint32Array(64);
  let count = 0;

  return {
    add: ({ at, nanoseconds }) => {
      if (at === undefined || at < second) return;
      if (at >= second + 1000) {
        second = startOfSecond(at);
        count = 0;
      }
      if (count === nanosecondsOf.length) {
        const larger = new Uint32Array(count * 2);
        larger.set(nanosecondsOf);
        nanosecondsOf = larger;
      }
      nanosecondsOf[count] = nanoseconds;
      count += 1;
    },
    newestFirst: function* () {
      for (let sequence = count - 1; sequence >= 0; sequence -= 1) {
        const nanoseconds = nanosecondsOf[sequence] ?? 0;
        yield { at: second + Math.floor(nanoseconds / 1e6), nanoseconds, sequence };
      }
    },
  };
}
