import type { Rectangle } from '../draw/rectangle.ts';

/** A cell of the terminal, from 0. */
export type Point = { readonly column: number; readonly row: number };

export function contains(rectangle: Rectangle | undefined, { column, row }: Point): boolean {
  if (rectangle === undefined) return false;
  const { left, top, width, height } = rectangle;
  return column >= left && column < left + width && row >= top && row < top + height;
}
