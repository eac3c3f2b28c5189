/** A movement in a list or a text. */
export type Movement =
  | { readonly kind: 'lines'; readonly count: number }
  | { readonly kind: 'pages'; readonly count: number }
  /** Lines by which the mouse wheel moves the window of a text, or the cursor of a list. */
  | { readonly kind: 'scroll'; readonly count: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' };

/** Returns the number of lines of a movement in a window of this height; negative is up. */
export function lineCountOf(
  movement: Movement & { readonly kind: 'lines' | 'pages' | 'scroll' },
  height: number,
): number {
  if (movement.kind !== 'pages') return movement.count;
  return Math.sign(movement.count) * Math.max(1, Math.floor(Math.abs(movement.count) * height));
}

/** Returns the position after a movement, from 0 to `last`. */
export function moveBy(position: number, movement: Movement, height: number, last: number): number {
  if (movement.kind === 'start') return 0;
  if (movement.kind === 'end') return Math.max(0, last);
  return Math.max(0, Math.min(last, position + lineCountOf(movement, height)));
}

/** Returns the first row of a window that shows the cursor. The window scrolls as little as possible. */
export function windowTop(top: number, cursor: number, height: number, count: number): number {
  const lowest = Math.max(0, Math.min(top, count - height));
  if (cursor < lowest) return cursor;
  return cursor >= lowest + height ? cursor - height + 1 : lowest;
}
