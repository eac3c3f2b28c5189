/** The expected row or text. A row must be equal, or start with the expected text before a final `…`. */
export type Expected = string | RegExp;

/** Replaces the gaps between the columns of a row by single spaces. Keeps the marks and spaces at its start. */
export function withSingleSpaces(row: string): string {
  return row.replace(/(?<=\S) +/g, ' ').trimEnd();
}

export function isRow(row: string, expected: Expected): boolean {
  if (expected instanceof RegExp) return expected.test(row);
  return row === expected || (expected.endsWith('…') && row.startsWith(expected.slice(0, -1)));
}

export function areRows(rows: readonly string[], expected: readonly Expected[]): boolean {
  return rows.length === expected.length && expected.every((one, index) => isRow(rows[index] ?? '', one));
}

export function contains(text: string, expected: Expected): boolean {
  return expected instanceof RegExp ? expected.test(text) : text.includes(expected);
}

/** Lists the expected rows and the rows on the screen for the message of a failing test. */
export function describeDifference(expected: readonly Expected[], seen: readonly string[]): string {
  return ['expected:', ...expected.map((row) => `  |${row}`), 'on the screen:', ...seen.map((row) => `  |${row}`)].join(
    '\n',
  );
}
