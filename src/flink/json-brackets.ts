const [quote, backslash] = [0x22, 0x5c];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

export type BracketListener = {
  /** The depth is 1 inside the outermost bracket. */
  readonly onOpen: (at: number, depth: number) => void;
  /** The depth is that of what was closed. */
  readonly onClose: (at: number, depth: number) => void;
};

/** Finds the brackets of JSON text that arrives piece by piece, except for those in strings. */
export function createBracketScanner({ onOpen, onClose }: BracketListener): (text: string) => void {
  let depth = 0;
  let isInString = false;
  let isEscaped = false;

  /** Where the string ends that the text is in; the text's end if it goes on. */
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
