import type { LogSource } from '../log-store.ts';
import { type Folds, isFoldedAway } from './folds.ts';
import type { LogScan } from './log-scan.ts';
import type { Sequences } from './sequences.ts';

/** The lines of one log that a filter lets pass and that are not folded away. Nothing is copied: it is asked line by line. */
export type ShownLines = {
  readonly source: LogSource;
  /** What the filter found so far; undefined while there is none. */
  readonly filtered: Sequences | undefined;
  /** The newest one before a sequence. */
  readonly before: (sequence: number) => number | undefined;
  /** The oldest one that is not before it. */
  readonly from: (sequence: number) => number | undefined;
  /** Does the filter let it pass? Folding does not matter. */
  readonly passes: (sequence: number) => boolean;
  /** How many from a sequence on, frames that are folded away included. */
  readonly countFrom: (sequence: number) => number;
  /** How many frames are folded away right after a line. */
  readonly foldedAfter: (sequence: number) => number;
};

export function shownLines(source: LogSource, filtering: LogScan | undefined, folds: Folds): ShownLines {
  const filtered = filtering?.found(source);
  const steps = filtered === undefined ? everyLine(source) : foundLines(source, filtered);
  const isHidden = (sequence: number) => isFoldedAway(source, sequence, folds);
  return {
    source,
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
    passes: (sequence) => steps.from(sequence) === sequence,
    countFrom: steps.countFrom,
    foldedAfter: (sequence) => {
      let line = sequence + 1;
      while (line < source.end && isHidden(line)) line += 1;
      return line - sequence - 1;
    },
  };
}

type Steps = Pick<ShownLines, 'before' | 'from' | 'countFrom'>;

function everyLine(source: LogSource): Steps {
  return {
    before: (sequence) => {
      const line = Math.min(sequence, source.end) - 1;
      return line < source.first ? undefined : line;
    },
    from: (sequence) => {
      const line = Math.max(sequence, source.first);
      return line < source.end ? line : undefined;
    },
    countFrom: (sequence) => Math.max(0, source.end - Math.max(sequence, source.first)),
  };
}

/** What was found may have been evicted since. */
function foundLines(source: LogSource, found: Sequences): Steps {
  return {
    before: (sequence) => {
      const line = found.at(found.indexFrom(sequence) - 1);
      return line === undefined || line < source.first ? undefined : line;
    },
    from: (sequence) => found.at(found.indexFrom(Math.max(sequence, source.first))),
    countFrom: (sequence) => found.length() - found.indexFrom(Math.max(sequence, source.first)),
  };
}
