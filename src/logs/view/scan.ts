import type { LogSource } from '../log-store.ts';
import type { Collector } from './collect-events.ts';
import { createSequences, type Sequences } from './sequences.ts';

/** Looks through one log, a little at a time: the newest lines first, then back to the oldest, and all that come. */
export type Scan = {
  readonly found: Sequences;
  /** A millisecond or two of work; more only where a single line takes that. */
  readonly step: () => void;
  /** The time (epoch ms) back to which everything was looked at; Infinity while newer lines wait, -Infinity once all is done. */
  readonly reached: () => number;
  /** Lines that were looked at, of those that are kept. */
  readonly scanned: () => number;
};

/** Whole events before all that was looked at: found together, as it is their heads that decide. */
type Older = { readonly begin: number; readonly found: Sequences; readonly collect: Collector; next: number };

const stepMs = 2;
// About a megabyte of text.
const mostLines = 4096;

export function createScan(source: LogSource, collectInto: (found: Sequences) => Collector): Scan {
  const found = createSequences();
  // The newest event may not be over, so it is looked at first, and with what follows.
  let from = source.end > source.first ? Math.max(source.first, source.headOf(source.end - 1)) : source.end;
  let to = from;
  let newer = collectInto(found);
  let older: Older | undefined;
  /** As many as take so long: one regular expression takes a thousand times what another does. */
  let stepLines = 1;

  const forgetEvicted = () => {
    if (older !== undefined && older.begin < source.first) older = undefined;
    if (from >= source.first) return;
    found.dropBefore(source.first);
    from = source.first;
    if (to >= source.first) return;
    to = source.first;
    newer = collectInto(found);
  };
  const stepOn = () => {
    const next = Math.min(source.end, to + stepLines);
    newer(to, next);
    to = next;
  };
  const beginBefore = (end: number): Older => {
    const begin = Math.max(source.first, source.headOf(Math.max(source.first, end - stepLines)));
    const events = createSequences();
    return { begin, found: events, collect: collectInto(events), next: begin };
  };
  const stepBack = () => {
    older ??= beginBefore(from);
    const next = from - older.next <= 2 * stepLines ? from : older.next + stepLines;
    older.collect(older.next, next);
    older.next = next;
    if (next < from) return;
    found.prepend(older.found.frozen());
    from = older.begin;
    older = undefined;
  };
  return {
    found,
    step: () => {
      const startedAt = performance.now();
      forgetEvicted();
      if (to < source.end) stepOn();
      else if (from > source.first) stepBack();
      const tookMs = performance.now() - startedAt;
      const lines = tookMs > stepMs ? Math.floor((stepLines * stepMs) / tookMs) : stepLines * 2;
      stepLines = Math.min(mostLines, Math.max(1, lines));
    },
    reached: () => {
      if (to < source.end) return Number.POSITIVE_INFINITY;
      return from > source.first ? source.timeAt(from) : Number.NEGATIVE_INFINITY;
    },
    scanned: () => Math.max(0, to - Math.max(from, source.first)),
  };
}
