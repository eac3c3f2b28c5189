import type { LogSource } from '../log-store.ts';
import { type Folds, isFolded } from './folds.ts';
import type { FoundLines } from './sequences.ts';

/** The lines of one log that match the filter and are not folded. Lines are computed on demand, not copied. */
export type ShownLines = {
  readonly source: LogSource;
  /** Lines from this sequence on are not shown yet. */
  readonly end: number;
  /** Lines found by the filter; undefined without a filter. */
  readonly filtered: FoundLines | undefined;
  /** Returns the newest shown line before a sequence. */
  readonly before: (sequence: number) => number | undefined;
  /** Returns the oldest shown line at or after a sequence. */
  readonly from: (sequence: number) => number | undefined;
  /** Whether a line matches the filter, folded or not. */
  readonly matchesFilter: (sequence: number) => boolean;
  /** Counts the lines at or after a sequence, including folded frames. */
  readonly countFrom: (sequence: number) => number;
  /** Counts the folded frames right after a line. */
  readonly foldedFramesAfter: (sequence: number) => number;
};

type Shown = Pick<ShownLines, 'source' | 'end' | 'filtered'> & { readonly folds: Folds };

export function shownLines({ source, end, filtered, folds }: Shown): ShownLines {
  const steps = filtered === undefined ? stepThroughAll(source, end) : stepThroughFound(source, end, filtered);
  const isHidden = (sequence: number) => isFolded(source, sequence, folds);
  return {
    source,
    end,
    filtered,
    before: (sequence) => {
      let line = steps.before(sequence);
      while (line !== undefined && isHidden(line)) line = steps.before(line);
      return line;
    },
    from: (sequence) => {
      let line = steps.from(sequence);
      while (line !== undefined && isHidden(line)) line = steps.from(line + 1);
      return line;
    },
    matchesFilter: (sequence) => steps.from(sequence) === sequence,
    countFrom: steps.countFrom,
    foldedFramesAfter: (sequence) => {
      let line = sequence + 1;
      while (line < end && isHidden(line)) line += 1;
      return line - sequence - 1;
    },
  };
}

type Steps = Pick<ShownLines, 'before' | 'from' | 'countFrom'>;

function stepThroughAll(source: LogSource, end: number): Steps {
  return {
    before: (sequence) => {
      const line = Math.min(sequence, end) - 1;
      return line < source.first ? undefined : line;
    },
    from: (sequence) => {
      const line = Math.max(sequence, source.first);
      return line < end ? line : undefined;
    },
    countFrom: (sequence) => Math.max(0, end - Math.max(sequence, source.first)),
  };
}

/** Skips found lines that have been evicted since the scan. */
function stepThroughFound(source: LogSource, end: number, found: FoundLines): Steps {
  const shown = found.indexFrom(end);
  return {
    before: (sequence) => {
      const line = found.at(Math.min(shown, found.indexFrom(sequence)) - 1);
      return line === undefined || line < source.first ? undefined : line;
    },
    from: (sequence) => {
      const index = found.indexFrom(Math.max(sequence, source.first));
      return index < shown ? found.at(index) : undefined;
    },
    countFrom: (sequence) => Math.max(0, shown - found.indexFrom(Math.max(sequence, source.first))),
  };
}
