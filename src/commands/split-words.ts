export type SplitLine = {
  readonly words: readonly string[];
  /** Where the last word begins; at the end of the line if that has a blank, and so begins a new word. */
  readonly lastWordAt: number;
  /** A quote was opened and not closed, or a backslash ends the line. */
  readonly unfinished: boolean;
};

/** Words as a shell has them: blanks between, '…' and "…" around, \ before a character. */
export function splitWords(line: string): SplitLine {
  const words: string[] = [];
  let word: string | undefined;
  let lastWordAt = line.length;
  let quote: string | undefined;
  let escaped = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (escaped) {
      word = (word ?? '') + character;
      escaped = false;
    } else if (quote !== undefined && character === quote) {
      quote = undefined;
    } else if (character === '\\' && quote !== "'") {
      if (word === undefined) lastWordAt = at;
      word ??= '';
      escaped = true;
    } else if (quote !== undefined) {
      word = (word ?? '') + character;
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      lastWordAt = line.length;
    } else {
      if (word === undefined) lastWordAt = at;
      word ??= '';
      if (character === "'" || character === '"') quote = character;
      else word += character;
    }
  }
  if (word !== undefined) words.push(word);
  return { words, lastWordAt, unfinished: quote !== undefined || escaped };
}

/** A word so that splitWords gives it back. */
export function quoteWord(word: string): string {
  if (word !== '' && !/[\s'"\\]/.test(word)) return word;
  return `"${word.replace(/["\\]/g, '\\$&')}"`;
}
