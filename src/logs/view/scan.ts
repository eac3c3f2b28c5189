import type { LogSource } from '../log-store.ts';
import type { Collector } from './collect-events.ts';
import { createSequences, type Sequences } from './sequences.ts';

/** Looks through one log, a little at a time: the newest lines first, then back to the oldest, and all that come. */
export type Scan = {
  readonly found: Sequences;
  /** Goes on until this time of `performance.now()`. false once there is nothing more to do. */
  readonly work: (until: number) => boolean;
  /** Lines that were looked at, of those that are kept. */
  readonly scanned: () => number;
};

// About a megabyte of text: a millisecond or two.
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
  const step = (): boolean => {
    forgetEvicted();
    if (to < source.end) {
      const next = Math.min(source.end, to + stepLines);
      newer(to, next);
      to = next;
      return true;
    }
    if (from <= source.first) return false;
    const next = Math.max(source.first, source.headOf(Math.max(source.first, from - stepLines)));
    const older = createSequences();
    collectInto(older)(next, from);
    found.prepend(older);
    from = next;
    return true;
  };

  return {
    found,
    work: (until) => {
      while (step()) if (performance.now() >= until) return true;
      return false;
    },
    scanned: () => Math.max(0, to - Math.max(from, source.first)),
  };
}
