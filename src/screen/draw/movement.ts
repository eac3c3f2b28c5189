/** A movement in a list or a text, whatever is under it. */
export type Movement =
  | { readonly kind: 'lines'; readonly count: number }
  | { readonly kind: 'pages'; readonly count: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' };

/** How many lines a motion is, in a window of this height. */
export function linesOf(motion: Movement & { readonly kind: 'lines' | 'pages' }, height: number): number {
  if (motion.kind === 'lines') return motion.count;
  return Math.sign(motion.count) * Math.max(1, Math.floor(Math.abs(motion.count) * height));
}

/** The position after a motion, from 0 to `last`. */
export function moveBy(position: number, motion: Movement, height: number, last: number): number {
  if (motion.kind === 'start') return 0;
  if (motion.kind === 'end') return Math.max(0, last);
  return Math.max(0, Math.min(last, position + linesOf(motion, height)));
}

/** The first row of a window of this height that shows the cursor, moved no more than it must. */
export function windowTop(top: number, cursor: number, height: number, count: number): number {
  const lowest = Math.max(0, Math.min(top, count - height));
  if (cursor < lowest) return cursor;
  return cursor >= lowest + height ? cursor - height + 1 : lowest;
}
