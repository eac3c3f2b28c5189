import { rememberLast } from '../draw/remember-last.ts';
import { divide, inside, type Layout, type PaneName, type Rectangle } from './layout.ts';
import type { ScreenState } from './screen-state.ts';

const layout = rememberLast(divide);

export function layoutOf({ size, isZoomed, focus }: ScreenState): Layout {
  return layout(size, isZoomed ? focus : undefined);
}

/** What a pane has inside its frame; nothing if it is not shown. */
export function paneInside(state: ScreenState, pane: PaneName): Rectangle {
  const rectangle = layoutOf(state).panes[pane];
  return rectangle === undefined ? { left: 0, top: 0, width: 0, height: 0 } : inside(rectangle);
}

/** A table's rows stand under its column titles, where there is room for these. */
export function tableHeight({ height }: Rectangle): number {
  return hasColumnTitles(height) ? height - 1 : height;
}

export function hasColumnTitles(height: number): boolean {
  return height >= 4;
}
