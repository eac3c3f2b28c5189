import { printableLines } from '../text/printable.ts';

/** A line without an end is shown in pieces of this many characters. */
const longestHeldBack = 65_536;

/** Turns the bytes of a log into text that is safe for a terminal, as they come, keeping lines as they are. */
export function createTerminalText(): {
  readonly push: (chunk: Uint8Array) => string;
  readonly end: () => string;
} {
  const decoder = new TextDecoder();
  let tail = '';
  const safe = (lines: string) => printableLines(lines.replaceAll('\r\n', '\n'));
  return {
    push: (chunk) => {
      const text = tail + decoder.decode(chunk, { stream: true });
      const end = text.length - text.lastIndexOf('\n') > longestHeldBack ? text.length : text.lastIndexOf('\n') + 1;
      tail = text.slice(end);
      return safe(text.slice(0, end));
    },
    end: () => {
      const text = safe(tail + decoder.decode());
      tail = '';
      return text;
    },
  };
}
