import type { LogLine } from './log-store.ts';

/** What a stream that begins again may repeat. */
export type Recall = {
  /** Was this line here before? Each kept line answers for one repeat. */
  readonly repeats: (line: { readonly at: number | undefined; readonly text: string }) => boolean;
  /** true as soon as it is known that the stream did not reach back to the last line that was here. */
  readonly missesLines: () => boolean;
  /** No repeat can come any more. */
  readonly isOver: () => boolean;
};

/**
 * A log that is asked for again since a time comes with that whole second once more, since the kubelet compares
 * whole seconds. The kept lines from that second on are recognised by their time and text, each as often as it
 * was kept. `kept` goes from the newest line backwards and is read no further than that second.
 */
export function createRecall(kept: Iterable<LogLine>): Recall {
  const counts = new Map<string, number>();
  let newest: { readonly at: number; readonly text: string } | undefined;
  let readFrom = Number.POSITIVE_INFINITY;
  for (const line of kept) {
    if (line.kind === 'gap' || line.at === undefined) continue;
    newest ??= { at: line.at, text: line.text };
    if (line.at < startOfSecond(newest.at)) {
      readFrom = startOfSecond(newest.at);
      break;
    }
    readFrom = line.at;
    const key = keyOf(line.at, line.text);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }

  let last: 'expected' | 'seen' | 'missed' = newest === undefined ? 'seen' : 'expected';
  let over = newest === undefined;

  return {
    repeats: ({ at, text }) => {
      if (over || newest === undefined || at === undefined) return false;
      const key = keyOf(at, text);
      const count = counts.get(key) ?? 0;
      if (count > 0) {
        counts.set(key, count - 1);
        if (at === newest.at && text === newest.text) last = 'seen';
        return true;
      }
      if (at < readFrom) return true; // It was here and has been evicted, or is from before the first line asked for.
      if (at > newest.at) {
        if (last === 'expected') last = 'missed';
        over = true;
      }
      return false;
    },
    missesLines: () => last === 'missed',
    isOver: () => over,
  };
}

export function startOfSecond(at: number): number {
  return Math.floor(at / 1000) * 1000;
}

function keyOf(at: number, text: string): string {
  return `${at} ${text}`;
}
