/** A timestamp with full precision: `at` in epoch ms, `nanoseconds` within its second. */
export type ExactTime = { readonly at: number; readonly nanoseconds: number };

/** Recognises lines that a resumed stream repeats, by timestamp and text. */
export type RepeatDetector = {
  /** Whether this line is already kept. Each kept line matches one repeat; `isSame` compares the text. */
  readonly isRepeat: (time: ExactTime, isSame: (sequence: number) => boolean) => boolean;
  /** Returns the newest kept line if the stream continued without repeating that line. */
  readonly missedAfter: () => ExactTime | undefined;
  /** Whether no more repeats can follow. */
  readonly isDone: () => boolean;
};

/**
 * A resumed log repeats the whole second of `sinceTime`, because the kubelet compares whole seconds. `kept` has the
 * newest line first and is read back to that second.
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

  let newestState: 'expected' | 'seen' | 'missed' = newest === undefined ? 'seen' : 'expected';
  let isDone = newest === undefined;

  return {
    isRepeat: (time, isSame) => {
      if (isDone || newest === undefined) return false;
      const sequences = byTime.get(keyOf(time, newest.at));
      const found = sequences?.findLastIndex(isSame) ?? -1;
      if (sequences !== undefined && found !== -1) {
        const [sequence] = sequences.splice(found, 1);
        if (sequence === newest.sequence) newestState = 'seen';
        return true;
      }
      if (time.at < readFrom) return true; // The line was evicted, or precedes the first requested line.
      if (time.at > newest.at) {
        if (newestState === 'expected') newestState = 'missed';
        isDone = true;
      }
      return false;
    },
    missedAfter: () => (newestState === 'missed' ? newest : undefined),
    isDone: () => isDone,
  };
}

export function startOfSecond(at: number): number {
  return Math.floor(at / 1000) * 1000;
}

/** Returns nanoseconds since the start of the newest line's second. */
function keyOf({ at, nanoseconds }: ExactTime, newestAt: number): number {
  return (startOfSecond(at) - startOfSecond(newestAt)) * 1e6 + nanoseconds;
}
