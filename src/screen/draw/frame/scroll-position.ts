/** Formats the row of the cursor and the number of rows: `3/6`. */
export function cursorPosition(index: number, count: number): string | undefined {
  return count === 0 ? undefined : `${index + 1}/${count}`;
}

/** Formats the visible rows and the number of rows, `1-20/57`; undefined if all rows are visible. */
export function rangePosition(top: number, height: number, count: number): string | undefined {
  return count <= height ? undefined : `${top + 1}-${Math.min(count, top + height)}/${count}`;
}
