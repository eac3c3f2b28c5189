import type { LogSource } from '../log-store.ts';
import type { Collector } from './collect-events.ts';
import { createSequences, type Sequences } from './sequences.ts';

/** Looks through one log, a little at a time: the newest lines first, then back to the oldest, and all that come. */
export type Scan = {
  readonly found: Sequences;
  /** A millisecond or two of work. */
  readonly step: () => void;
  /** The time (epoch ms) back to which everything was looked at; Infinity while newer lines wait, -Infinity once all is done. */
  readonly reached: () => number;
  /** Lines that were looked at, of those that are kept. */
  readonly scanned: () => number;
};

// About a megabyte of text.
const stepLines = 4096;

export function createScan(source: LogSource, collectInto: (found: Sequences) => Collector): Scan {
  const found = createSequences();
  // The newest event may not be over, so it is looked at first, and with what follows.
  let from = source.end > source.first ? Math.max(source.first, source.headOf(source.end - 1)) : source.end;
  let to = from;
  let newer = collectInto(found);

  const forgetEvicted = () => {
    if (from >= source.first) return;
    found.dropBefore(source.first);
    from = source.first;
    if (to >= source.first) return;
    to = source.first;
    newer = collectInto(found);
  };
  return {
    found,
    step: () => {
      forgetEvicted();
      if (to < source.end) {
        const next = Math.min(source.end, to + stepLines);
        newer(to, next);
        to = next;
      } else if (from > source.first) {
        const next = Math.max(source.first, source.headOf(Math.max(source.first, from - stepLines)));
        const older = createSequences();
        collectInto(older)(next, from);
        found.prepend(older);
        from = next;
      }
    },
    reached: () => {
      if (to < source.end) return Number.POSITIVE_INFINITY;
      return from > source.first ? source.timeAt(from) : Number.NEGATIVE_INFINITY;
    },
    scanned: () => Math.max(0, to - Math.max(from, source.first)),
  };
}
