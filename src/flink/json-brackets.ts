const [quote, backslash] = [0x22, 0x5c];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

export type BracketListener = {
  /** Called at an opening bracket. The depth inside the outermost bracket is 1. */
  readonly onOpen: (at: number, depth: number) => void;
  /** Called at a closing bracket with the depth inside it. */
  readonly onClose: (at: number, depth: number) => void;
};

/** Creates a scanner for the brackets in JSON text that arrives in chunks. Brackets in strings are skipped. */
export function createBracketScanner({ onOpen, onClose }: BracketListener): (text: string) => void {
  let depth = 0;
  let isInString = false;
  let isEscaped = false;

  /** Returns the offset after the current string, or the end of the text if the string continues. */
  const skipString = (text: string, from: number): number => {
    for (let at = from; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (isEscaped) isEscaped = false;
      else if (code === backslash) isEscaped = true;
      else if (code === quote) {
        isInString = false;
        return at + 1;
      }
    }
    return text.length;
  };

  return (text) => {
    let at = isInString ? skipString(text, 0) : 0;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (code === quote) {
        isInString = true;
        at = skipString(text, at + 1);
        continue;
      }
      if (code === openBrace || code === openBracket) {
        depth += 1;
        onOpen(at, depth);
      } else if (code === closeBrace || code === closeBracket) {
        onClose(at, depth);
        depth -= 1;
      }
      at += 1;
    }
  };
}
