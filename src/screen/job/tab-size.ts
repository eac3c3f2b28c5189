import { inside } from '../draw/rectangle.ts';
import { layoutOf } from '../state/layout.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { TabSize } from './tab.ts';

/** The row with the names of the tabs, and a blank row. */
const barRows = 2;

export function tabSize(state: ScreenState): TabSize {
  const { width, height } = inside(layoutOf(state).body);
  return { width, height: Math.max(0, height - barRows) };
}
