import { printable } from '../../text/printable.ts';
import type { Streams } from './streams.ts';

/** What is being waited for, on standard error. */
export type ProgressLine = {
  readonly show: (text: string) => void;
  /** To be called before anything else is written. */
  readonly clear: () => void;
};

/** How long it has been waited, at the end of a step: no news by itself. */
const sinceWhen = / \([\dhms ]+\)$/;

/** On a terminal one line that changes; elsewhere a line each time that the text changes. */
export function createProgressLine({ stderr, dumb }: Streams): ProgressLine {
  const changing = stderr.isTTY === true && !dumb;
  let shown = '';
  return {
    show: (text) => {
      const line = printable(text);
      const news = changing ? line : line.replace(sinceWhen, '');
      if (news === shown) return;
      shown = news;
      // Wrapping is off for its length (DECAWM): a line that wrapped could not be taken back.
      stderr.write(changing ? `\r\u001b[K\u001b[?7l${line}\u001b[?7h` : `${line}\n`);
    },
    clear: () => {
      if (changing && shown !== '') stderr.write('\r\u001b[K');
      shown = '';
    },
  };
}

/** Where only the result is wanted. */
export const noProgress: ProgressLine = { show: () => {}, clear: () => {} };
