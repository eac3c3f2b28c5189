import { inside, type Rectangle, type Size } from '../draw/rectangle.ts';
import { rememberLast } from '../draw/remember-last.ts';
import type { PaneName, ScreenState } from './screen-state.ts';

export type Layout = {
  readonly header: Rectangle;
  /** Everything between the header and the two bottom lines. */
  readonly body: Rectangle;
  /** The visible panes. While a pane is zoomed, the other panes are missing. */
  readonly panes: { readonly [Name in PaneName]?: Rectangle };
  /** Status line, command line and filter prompt. */
  readonly prompt: Rectangle;
  readonly footer: Rectangle;
};

/** From this width on the header needs two rows instead of three. */
const wideColumns = 120;
/** From this width on pods and jobs are side by side, since all their columns fit in half the width. */
const sideBySideColumns = 208;

/** Divides the terminal into fixed areas. The terminal must not be too small (`isTooSmall`). */
export function computeLayout({ columns, rows }: Size, zoomed?: PaneName): Layout {
  const wide = columns >= wideColumns;
  const headerHeight = wide ? 2 : 3;
  const body = { left: 0, top: headerHeight, width: columns, height: rows - headerHeight - 2 };
  return {
    header: { left: 0, top: 0, width: columns, height: headerHeight },
    body,
    panes: zoomed !== undefined ? { [zoomed]: body } : columns >= sideBySideColumns ? sideBySide(body) : stacked(body),
    prompt: { left: 0, top: rows - 2, width: columns, height: 1 },
    footer: { left: 0, top: rows - 1, width: columns, height: 1 },
  };
}

/** Log lines are long, so the logs have the whole width. */
function sideBySide(body: Rectangle): Layout['panes'] {
  const height = Math.max(5, Math.floor(body.height * 0.35));
  const left = Math.floor(body.width / 2);
  return {
    pods: { ...body, width: left, height },
    jobs: { ...body, left, width: body.width - left, height },
    logs: { ...body, top: body.top + height, height: body.height - height },
  };
}

function stacked(body: Rectangle): Layout['panes'] {
  const height = Math.max(3, Math.floor(body.height * 0.29));
  return {
    pods: { ...body, height },
    jobs: { ...body, top: body.top + height, height },
    logs: { ...body, top: body.top + 2 * height, height: body.height - 2 * height },
  };
}

const layout = rememberLast(computeLayout);

export function layoutOf({ size, isZoomed, focus }: ScreenState): Layout {
  return layout(size, isZoomed ? focus : undefined);
}

/** Returns the area inside the frame of a pane; empty for a hidden pane. */
export function paneInside(state: ScreenState, pane: PaneName): Rectangle {
  const rectangle = layoutOf(state).panes[pane];
  return rectangle === undefined ? { left: 0, top: 0, width: 0, height: 0 } : inside(rectangle);
}

/** Returns the number of rows below the column titles. A small pane has no titles. */
export function tableHeight({ height }: Rectangle): number {
  return hasColumnTitles(height) ? height - 1 : height;
}

export function hasColumnTitles(height: number): boolean {
  return height >= 4;
}
