import { inside } from '../../draw/rectangle.ts';
import { layoutOf } from '../layout.ts';
import type { ScreenState } from '../screen-state.ts';

/** The area below the row with the names of the tabs, in columns and rows. */
export type TabSize = { readonly width: number; readonly height: number };

/** The row with the names of the tabs, and a blank row. */
const barRows = 2;

export function tabSize(state: ScreenState): TabSize {
  const { width, height } = inside(layoutOf(state).body);
  return { width, height: Math.max(0, height - barRows) };
}
