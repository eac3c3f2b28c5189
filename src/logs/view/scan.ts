import type { LogSource } from '../log-store.ts';
import type { Collector } from './collect-events.ts';
import { createSequences, type Sequences } from './sequences.ts';

/** Scans one log in small steps from the newest lines back to the oldest. New lines are scanned when they arrive. */
export type Scan = {
  readonly found: Sequences;
  /** Works for about two milliseconds, but scans at least one line. */
  readonly step: () => void;
  /**
   * Returns the time (epoch ms) since which all lines are scanned; Infinity while newer lines are not scanned yet,
   * -Infinity when everything is scanned.
   */
  readonly scannedSince: () => number;
  /** Returns the number of kept lines that were scanned. */
  readonly scanned: () => number;
};

/** Complete events before the scanned lines. They are scanned from their heads, which have the level and the logger. */
type Older = { readonly begin: number; readonly found: Sequences; readonly collect: Collector; next: number };

const stepMs = 2;
// About one megabyte of text.
const maxStepLines = 4096;

export function createScan(source: LogSource, createCollector: (found: Sequences) => Collector): Scan {
  const found = createSequences();
  // The newest event may be incomplete. It is scanned first, together with the lines that follow.
  let from = source.end > source.first ? Math.max(source.first, source.headOf(source.end - 1)) : source.end;
  let to = from;
  let newer = createCollector(found);
  let older: Older | undefined;
  /** Lines per step, adapted to the duration: some regular expressions take a thousand times longer than others. */
  let stepLines = 1;

  const forgetEvicted = () => {
    if (older !== undefined && older.begin < source.first) older = undefined;
    if (from >= source.first) return;
    found.dropBefore(source.first);
    from = source.first;
    if (to >= source.first) return;
    to = source.first;
    newer = createCollector(found);
  };
  const stepForward = () => {
    const next = Math.min(source.end, to + stepLines);
    newer(to, next);
    to = next;
  };
  const beginBefore = (end: number): Older => {
    const begin = Math.max(source.first, source.headOf(Math.max(source.first, end - stepLines)));
    const events = createSequences();
    return { begin, found: events, collect: createCollector(events), next: begin };
  };
  const stepBack = () => {
    older ??= beginBefore(from);
    const next = from - older.next <= 2 * stepLines ? from : older.next + stepLines;
    older.collect(older.next, next);
    older.next = next;
    if (next < from) return;
    found.prepend(older.found.snapshot());
    from = older.begin;
    older = undefined;
  };
  return {
    found,
    step: () => {
      const startedAt = performance.now();
      forgetEvicted();
      if (to < source.end) stepForward();
      else if (from > source.first) stepBack();
      const tookMs = performance.now() - startedAt;
      const lines = tookMs > stepMs ? Math.floor((stepLines * stepMs) / tookMs) : stepLines * 2;
      stepLines = Math.min(maxStepLines, Math.max(1, lines));
    },
    scannedSince: () => {
      if (to < source.end) return Number.POSITIVE_INFINITY;
      return from > source.first ? source.timeAt(from) : Number.NEGATIVE_INFINITY;
    },
    scanned: () => Math.max(0, to - Math.max(from, source.first)),
  };
}
