/** A row: the whole row, its start if it ends with `…`, or a pattern. */
export type Wanted = string | RegExp;

/** Joins the columns of a table row with single spaces. The marks before it stay. */
export function normalised(row: string): string {
  return row.replace(/(?<=\S) +/g, ' ').trimEnd();
}

export function isRow(row: string, wanted: Wanted): boolean {
  if (wanted instanceof RegExp) return wanted.test(row);
  return row === wanted || (wanted.endsWith('…') && row.startsWith(wanted.slice(0, -1)));
}

export function areRows(rows: readonly string[], wanted: readonly Wanted[]): boolean {
  return rows.length === wanted.length && wanted.every((one, index) => isRow(rows[index] ?? '', one));
}

export function contains(text: string, wanted: Wanted): boolean {
  return wanted instanceof RegExp ? wanted.test(text) : text.includes(wanted);
}

/** Shows wanted and seen rows below each other in the message of a failing test. */
export function compare(wanted: readonly Wanted[], seen: readonly string[]): string {
  return ['wanted:', ...wanted.map((row) => `  |${row}`), 'seen:', ...seen.map((row) => `  |${row}`)].join('\n');
}
