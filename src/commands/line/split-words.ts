/** A word of a line: what it says without its quotes, and the place that it takes with them. */
export type Word = { readonly text: string; readonly from: number; readonly to: number };

export type SplitLine = {
  readonly words: readonly Word[];
  /** A quote was opened and not closed, or a backslash ends the line. */
  readonly unfinished: boolean;
};

// In '…', in "…", after \, or plain: a quote may miss its end, and a \ its character, where the line ends.
const piece = /'([^']*)'?|"((?:\\.|[^"\\])*)\\?"?|\\(.?)|([^\s'"\\]+)/gs;
const word = new RegExp(`(?:${piece.source})+`, 'gs');
const finishedWord = /^(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+$/s;

/** Words as a shell has them: blanks between, '…' and "…" around, \ before a character. */
export function splitWords(line: string): SplitLine {
  const found = [...line.matchAll(word)];
  return {
    words: found.map(({ 0: raw, index }) => ({ text: unquote(raw), from: index, to: index + raw.length })),
    unfinished: found.some(([raw]) => !finishedWord.test(raw)),
  };
}

function unquote(raw: string): string {
  return raw.replace(piece, (_piece, single?: string, double?: string, escaped?: string, plain?: string) => {
    return single ?? double?.replace(/\\(.)/gs, '$1') ?? escaped ?? plain ?? '';
  });
}

/** A word so that splitWords gives it back. */
export function quoteWord(word: string): string {
  if (word !== '' && !/[\s'"\\]/.test(word)) return word;
  return `"${word.replace(/["\\]/g, '\\$&')}"`;
}
