import { createRecall, type ExactTime, type Recall, startOfSecond } from '../ingest/recall.ts';
import type { StampedLine } from './stamped-lines.ts';

/** The times of the newest second's lines, by which a log that begins again is recognised. */
export type KnownTimes = {
  readonly add: (line: StampedLine) => void;
  /** RFC 3339, to ask the kubelet from; undefined before the first line with a time. */
  readonly resumeTime: () => string | undefined;
  /** Epoch ms of the newest line. */
  readonly newestAt: () => number | undefined;
  /** What a log that begins again now may repeat. A log is only added to: of equal times the first lines are those known. */
  readonly recall: () => Recall;
};

export function createKnownTimes(): KnownTimes {
  let times: (ExactTime & { readonly sequence: number })[] = [];
  const newest = () => times.at(-1);

  return {
    add: ({ at, nanoseconds }) => {
      if (at === undefined) return;
      const second = startOfSecond(newest()?.at ?? at);
      if (at < second) return;
      if (at >= second + 1000) times = [];
      times.push({ at, nanoseconds, sequence: times.length });
    },
    resumeTime: () => {
      const at = newest()?.at;
      return at === undefined ? undefined : new Date(startOfSecond(at)).toISOString();
    },
    newestAt: () => newest()?.at,
    recall: () => createRecall([...times].reverse()),
  };
}
