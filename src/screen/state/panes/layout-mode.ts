import type { Size } from '../../draw/rectangle.ts';

/**
 * - `single`: only the focused pane, and a row that names all panes.
 * - `accordion`: three panes, one below the other, and the focused one is large.
 * - `stacked`: three panes, one below the other, as high as their content.
 * - `beside`: pods and jobs side by side above the logs.
 * - `wide`: the details of a pod or a job beside pods and jobs.
 */
export const layoutModes = ['single', 'accordion', 'stacked', 'beside', 'wide'] as const;
export type LayoutMode = (typeof layoutModes)[number];

/** All columns fit these widths, at least in their short form, if there is no finding about a job. */
export const podsColumns = 78;
export const jobsColumns = 76;
export const detailsColumns = 46;

const singleBelow: Size = { columns: 80, rows: 18 };
const stackedRows = 30;

export function layoutMode({ columns, rows }: Size): LayoutMode {
  if (columns < singleBelow.columns || rows < singleBelow.rows) return 'single';
  if (columns >= podsColumns + jobsColumns + detailsColumns) return 'wide';
  if (columns >= podsColumns + jobsColumns) return 'beside';
  return rows < stackedRows ? 'accordion' : 'stacked';
}
