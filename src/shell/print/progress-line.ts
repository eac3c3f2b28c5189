import { printable } from '../../text/printable.ts';
import type { Streams } from './streams.ts';

/** The current progress, on standard error. */
export type ProgressLine = {
  readonly show: (text: string) => void;
  /** Call this before any other output. */
  readonly clear: () => void;
};

/** The elapsed time at the end of a text. */
const elapsedTime = / \([\dhms ]+\)$/;

/**
 * Creates a line that is updated in place on a terminal. Without a terminal, prints a new line for each change other
 * than the elapsed time.
 */
export function createProgressLine({ stderr, dumb }: Streams): ProgressLine {
  const isInPlace = stderr.isTTY === true && !dumb;
  let shown = '';
  return {
    show: (text) => {
      const line = printable(text);
      const next = isInPlace ? line : line.replace(elapsedTime, '');
      if (next === shown) return;
      shown = next;
      // Auto-wrap (DECAWM) is off while the line is written, because a wrapped line could not be erased.
      stderr.write(isInPlace ? `\r\u001b[K\u001b[?7l${line}\u001b[?7h` : `${line}\n`);
    },
    clear: () => {
      if (isInPlace && shown !== '') stderr.write('\r\u001b[K');
      shown = '';
    },
  };
}

/** For output formats without progress. */
export const noProgress: ProgressLine = { show: () => {}, clear: () => {} };
