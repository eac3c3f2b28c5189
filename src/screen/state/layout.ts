export type Size = { readonly columns: number; readonly rows: number };
export type Rectangle = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};
export type PaneName = 'pods' | 'jobs' | 'logs';
export const paneNames = ['pods', 'jobs', 'logs'] as const satisfies readonly PaneName[];

export type Layout = {
  readonly header: Rectangle;
  /** Everything between the header and the two bottom lines. */
  readonly body: Rectangle;
  /** A pane that is not here is not shown: another one is zoomed. */
  readonly panes: { readonly [Name in PaneName]?: Rectangle };
  /** Status, `:` line and filter line. */
  readonly prompt: Rectangle;
  readonly footer: Rectangle;
};

export const smallest: Size = { columns: 60, rows: 15 };
/** From here on the header needs a line less. */
const wideColumns = 120;
/** From here on pods and jobs stand side by side: each of them has room for all its columns in half the width. */
const sideBySideColumns = 208;

export function isTooSmall({ columns, rows }: Size): boolean {
  return columns < smallest.columns || rows < smallest.rows;
}

/** Divides the terminal by arithmetic, for sizes that are not too small: no pane ever measures itself. */
export function divide({ columns, rows }: Size, zoomed?: PaneName): Layout {
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

/** Lines are long, so the logs have the whole width. */
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

/** What is left inside a frame. */
export function inside({ left, top, width, height }: Rectangle): Rectangle {
  return { left: left + 1, top: top + 1, width: width - 2, height: height - 2 };
}

/** In the middle of another rectangle, never larger than it. */
export function centred(within: Rectangle, size: { readonly width: number; readonly height: number }): Rectangle {
  const width = Math.min(size.width, within.width);
  const height = Math.min(size.height, within.height);
  return {
    left: within.left + Math.floor((within.width - width) / 2),
    top: within.top + Math.floor((within.height - height) / 2),
    width,
    height,
  };
}
