import type { LogSource } from '../log-store.ts';
import { type Folds, isFoldedAway } from './folds.ts';
import type { FoundLines } from './sequences.ts';

/** The lines of one log that a filter lets pass and that are not folded away. Nothing is copied: it is asked line by line. */
export type ShownLines = {
  readonly source: LogSource;
  /** What comes from here on is not shown yet. */
  readonly end: number;
  /** What the filter found; undefined while there is none. */
  readonly filtered: FoundLines | undefined;
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

type Shown = Pick<ShownLines, 'source' | 'end' | 'filtered'> & { readonly folds: Folds };

export function shownLines({ source, end, filtered, folds }: Shown): ShownLines {
  const steps = filtered === undefined ? everyLine(source, end) : foundLines(source, end, filtered);
  const isHidden = (sequence: number) => isFoldedAway(source, sequence, folds);
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
    passes: (sequence) => steps.from(sequence) === sequence,
    countFrom: steps.countFrom,
    foldedAfter: (sequence) => {
      let line = sequence + 1;
      while (line < end && isHidden(line)) line += 1;
      return line - sequence - 1;
    },
  };
}

type Steps = Pick<ShownLines, 'before' | 'from' | 'countFrom'>;

function everyLine(source: LogSource, end: number): Steps {
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

/** What was found may have been evicted since. */
function foundLines(source: LogSource, end: number, found: FoundLines): Steps {
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
