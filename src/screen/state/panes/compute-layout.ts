import type { Rectangle, Size } from '../../draw/rectangle.ts';
import type { PaneName } from '../screen-state.ts';
import { detailsColumns, jobsColumns, type LayoutMode, layoutMode, podsColumns } from './layout-mode.ts';
import {
  accordionHeights,
  type Heights,
  type ItemCounts,
  minPaneHeight,
  resizePane,
  stackedHeights,
  topHeight,
} from './pane-heights.ts';
import type { PaneSizes } from './pane-sizes.ts';

export type Panes = { readonly [Name in PaneName]?: Rectangle };

export type Layout = {
  readonly mode: LayoutMode;
  readonly header: Rectangle;
  /** The row that names all panes; undefined if all of them are visible. */
  readonly tabs: Rectangle | undefined;
  /** Everything between the header or the tabs and the two bottom lines. */
  readonly body: Rectangle;
  /** The visible panes. */
  readonly panes: Panes;
  /** Details of the pod or job under the cursor, on a wide terminal. */
  readonly details: Rectangle | undefined;
  /** Status line, command line and filter prompt. */
  readonly prompt: Rectangle;
  readonly footer: Rectangle;
};

export type LayoutInput = {
  readonly size: Size;
  readonly focus: PaneName;
  readonly isZoomed: boolean;
  /** All items, even if a filter hides them, so that a filter moves no pane. */
  readonly counts: ItemCounts;
  readonly sizes: PaneSizes;
};

const headerHeight = 2;
const bottomHeight = 2;
const jobsShare = 0.45;

/** Divides the terminal into areas. The terminal must not be too small (`isTooSmall`). */
export function computeLayout(input: LayoutInput): Layout {
  const { columns, rows } = input.size;
  const mode = layoutMode(input.size);
  const hasTabs = mode === 'single' && !input.isZoomed;
  const top = headerHeight + (hasTabs ? 1 : 0);
  const row = (at: number): Rectangle => ({ left: 0, top: at, width: columns, height: 1 });
  const body = { left: 0, top, width: columns, height: rows - top - bottomHeight };
  return {
    mode,
    header: { left: 0, top: 0, width: columns, height: headerHeight },
    tabs: hasTabs ? row(headerHeight) : undefined,
    body,
    ...divideBody(body, mode, input),
    prompt: row(rows - 2),
    footer: row(rows - 1),
  };
}

function divideBody(body: Rectangle, mode: LayoutMode, input: LayoutInput): Pick<Layout, 'panes' | 'details'> {
  if (mode === 'single' || input.isZoomed) return { panes: { [input.focus]: body }, details: undefined };
  if (mode === 'accordion' || mode === 'stacked')
    return { panes: stacked(body, stackHeights(body.height, mode, input)), details: undefined };
  return sideBySide(body, mode === 'wide', input);
}

function stackHeights(total: number, mode: 'accordion' | 'stacked', { counts, focus, sizes }: LayoutInput): Heights {
  const { pods = 0, jobs = 0, logs = 0 } = sizes[mode] ?? {};
  if (mode === 'accordion')
    return resizePane(accordionHeights(total, counts, focus), focus, { pods, jobs, logs }[focus]);
  return resizePane(resizePane(resizePane(stackedHeights(total, counts), 'pods', pods), 'jobs', jobs), 'logs', logs);
}

function stacked(body: Rectangle, { pods, jobs, logs }: Heights): Panes {
  return {
    pods: { ...body, height: pods },
    jobs: { ...body, top: body.top + pods, height: jobs },
    logs: { ...body, top: body.top + pods + jobs, height: logs },
  };
}

/** Log lines are long, so the logs have the whole width. */
function sideBySide(
  body: Rectangle,
  isWide: boolean,
  { counts, sizes }: LayoutInput,
): Pick<Layout, 'panes' | 'details'> {
  const { pods = 0, jobs = 0, logs = 0 } = sizes[isWide ? 'wide' : 'beside'] ?? {};
  const wanted = topHeight(body.height, counts, isWide) + pods + jobs - logs;
  const height = Math.max(minPaneHeight, Math.min(wanted, body.height - minPaneHeight));
  const detailsWidth = isWide ? widthOfDetails(body.width) : 0;
  const tablesWidth = body.width - detailsWidth;
  const right = Math.max(jobsColumns, Math.floor(tablesWidth * jobsShare));
  const left = tablesWidth - right;
  return {
    panes: {
      pods: { ...body, width: left, height },
      jobs: { ...body, left, width: right, height },
      logs: { ...body, top: body.top + height, height: body.height - height },
    },
    details: isWide ? { ...body, left: left + right, width: detailsWidth, height } : undefined,
  };
}

/** The details get a quarter of the width that the tables do not need. */
function widthOfDetails(columns: number): number {
  return detailsColumns + Math.floor((columns - podsColumns - jobsColumns - detailsColumns) / 4);
}
