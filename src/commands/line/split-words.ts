/** A word of a line, without its quotes. The offsets include the quotes. */
export type Word = { readonly text: string; readonly start: number; readonly end: number };

export type SplitLine = {
  readonly words: readonly Word[];
  /** Whether a quote is not closed or a backslash ends the line. */
  readonly isUnfinished: boolean;
};

// '…', "…", \ with a character, or plain text. At the end of the line, a quote may be unclosed.
const fragment = /'([^']*)'?|"((?:\\.|[^"\\])*)\\?"?|\\(.?)|([^\s'"\\]+)/gs;
const word = new RegExp(`(?:${fragment.source})+`, 'gs');
const finishedWord = /^(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+$/s;

/** Splits a line like a shell: at whitespace, with '…', "…" and \ for quoting. */
export function splitWords(line: string): SplitLine {
  const found = [...line.matchAll(word)];
  return {
    words: found.map(({ 0: raw, index }) => ({ text: unquote(raw), start: index, end: index + raw.length })),
    isUnfinished: found.some(([raw]) => !finishedWord.test(raw)),
  };
}

function unquote(raw: string): string {
  return raw.replace(fragment, (_fragment, single?: string, double?: string, escaped?: string, plain?: string) => {
    return single ?? double?.replace(/\\(.)/gs, '$1') ?? escaped ?? plain ?? '';
  });
}

/** Quotes a word so that `splitWords` returns it unchanged. */
export function quoteWord(word: string): string {
  if (word !== '' && !/[\s'"\\]/.test(word)) return word;
  return `"${word.replace(/["\\]/g, '\\$&')}"`;
}
