/** The kubelet's time of a line, whole: `at` in epoch ms, `nanoseconds` of its second. */
export type ExactTime = { readonly at: number; readonly nanoseconds: number };

/** What a stream that begins again may repeat. */
export type RepeatDetector = {
  /** Was this line here before? Each kept line answers for one repeat; `isSame` says if the kept one has its text. */
  readonly repeats: (time: ExactTime, isSame: (sequence: number) => boolean) => boolean;
  /** The newest line that was here, as soon as it is known that the stream did not reach back to it. */
  readonly missed: () => ExactTime | undefined;
  /** No repeat can come any more. */
  readonly isOver: () => boolean;
};

/**
 * A log that is asked for again since a time comes with that whole second once more, since the kubelet compares
 * whole seconds. The kept lines from that second on are recognised by their time, to the nanosecond, and their text,
 * each as often as it was kept. `kept` goes from the newest line backwards and is read no further than that second.
 */
export function createRepeatDetector(kept: Iterable<ExactTime & { readonly sequence: number }>): RepeatDetector {
  const byTime = new Map<number, number[]>();
  let newest: (ExactTime & { readonly sequence: number }) | undefined;
  let readFrom = Number.POSITIVE_INFINITY;
  for (const { at, nanoseconds, sequence } of kept) {
    newest ??= { at, nanoseconds, sequence };
    if (at < startOfSecond(newest.at)) {
      readFrom = startOfSecond(newest.at);
      break;
    }
    readFrom = at;
    const key = keyOf({ at, nanoseconds }, newest.at);
    const sequences = byTime.get(key);
    if (sequences === undefined) byTime.set(key, [sequence]);
    else sequences.push(sequence);
  }

  let last: 'expected' | 'seen' | 'missed' = newest === undefined ? 'seen' : 'expected';
  let over = newest === undefined;

  return {
    repeats: (time, isSame) => {
      if (over || newest === undefined) return false;
      const sequences = byTime.get(keyOf(time, newest.at));
      const found = sequences?.findLastIndex(isSame) ?? -1;
      if (sequences !== undefined && found !== -1) {
        const [sequence] = sequences.splice(found, 1);
        if (sequence === newest.sequence) last = 'seen';
        return true;
      }
      if (time.at < readFrom) return true; // It was here and has been evicted, or is from before the first line asked for.
      if (time.at > newest.at) {
        if (last === 'expected') last = 'missed';
        over = true;
      }
      return false;
    },
    missed: () => (last === 'missed' ? newest : undefined),
    isOver: () => over,
  };
}

export function startOfSecond(at: number): number {
  return Math.floor(at / 1000) * 1000;
}

/** Nanoseconds since the second of the newest line. */
function keyOf({ at, nanoseconds }: ExactTime, newestAt: number): number {
  return (startOfSecond(at) - startOfSecond(newestAt)) * 1e6 + nanoseconds;
}
