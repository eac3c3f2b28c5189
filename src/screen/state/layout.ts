import { inside, type Rectangle } from '../draw/rectangle.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { computeLayout, type Layout } from './panes/compute-layout.ts';
import type { PaneName, ScreenState, TableName } from './screen-state.ts';

const layout = rememberLast(
  (
    size: ScreenState['size'],
    focus: PaneName,
    isZoomed: boolean,
    pods: number,
    jobs: number,
    sizes: ScreenState['paneSizes'],
  ): Layout => computeLayout({ size, focus, isZoomed, counts: { pods, jobs }, sizes }),
);

export function layoutOf({ size, focus, isZoomed, snapshot, paneSizes }: ScreenState): Layout {
  return layout(size, focus, isZoomed, snapshot?.pods?.length ?? 0, snapshot?.jobs?.length ?? 0, paneSizes);
}

/** Returns the area inside the frame of a pane; empty for a hidden pane. */
export function paneInside(state: ScreenState, pane: PaneName): Rectangle {
  const rectangle = layoutOf(state).panes[pane];
  return rectangle === undefined ? { left: 0, top: 0, width: 0, height: 0 } : inside(rectangle);
}

/** Returns the number of rows below the column titles. */
export function tableHeight(state: ScreenState, table: TableName): number {
  const { height } = paneInside(state, table);
  return hasColumnTitles(state, table) ? height - 1 : height;
}

/** A small pane without the focus has no column titles, so that it shows more items. */
export function hasColumnTitles(state: ScreenState, table: TableName): boolean {
  return paneInside(state, table).height >= (state.focus === table ? 2 : 3);
}
