import type { PaneName, TableName } from '../screen-state.ts';

export type Heights = { readonly [Name in PaneName]: number };
/** Number of items by table. */
export type ItemCounts = { readonly [Name in TableName]: number };

/** The frame and one row. */
export const minPaneHeight = 3;
/** The frame and the column titles. */
const tableEdges = 3;
/** A table has room for these items even if it has fewer, so that the first items do not move the panes. */
const minItems = 3;
/** Rows for the details of a pod, with its frame. */
const detailsHeight = 12;

function neededHeight(items: number): number {
  return tableEdges + Math.max(minItems, items);
}

/** Tables are as high as their items, and share at most 60 % of the height. The logs have the rest. */
export function stackedHeights(total: number, counts: ItemCounts): Heights {
  const room = Math.floor(total * 0.6);
  const [podsNeed, jobsNeed] = [neededHeight(counts.pods), neededHeight(counts.jobs)];
  const pods = Math.min(podsNeed, Math.max(Math.floor(room / 2), room - jobsNeed));
  const jobs = Math.min(jobsNeed, room - pods);
  return { pods, jobs, logs: total - pods - jobs };
}

/** The focused pane is as high as its content if possible. The others keep a few rows. */
export function accordionHeights(total: number, counts: ItemCounts, focus: PaneName): Heights {
  const [smallTable, smallLogs] = total >= 18 ? [4, 5] : [minPaneHeight, minPaneHeight];
  if (focus === 'logs') return { pods: smallTable, jobs: smallTable, logs: total - 2 * smallTable };
  const other = focus === 'pods' ? 'jobs' : 'pods';
  const focused = Math.min(neededHeight(counts[focus]), total - smallTable - smallLogs);
  const free = total - focused - smallLogs;
  const unfocused = Math.max(smallTable, Math.min(neededHeight(counts[other]), Math.floor(total / 4), free));
  const heights = { [focus]: focused, [other]: unfocused } as { readonly [Name in TableName]: number };
  return { ...heights, logs: total - focused - unfocused };
}

/** Height of pods and jobs side by side, and of the details beside them. */
export function topHeight(total: number, counts: ItemCounts, hasDetails: boolean): number {
  const needed = Math.max(neededHeight(Math.max(counts.pods, counts.jobs)), hasDetails ? detailsHeight : 0);
  return Math.max(minPaneHeight, Math.min(needed, Math.floor(total * 0.45)));
}

/**
 * Makes a pane higher or lower by some rows. Tables exchange rows with the logs first, and the logs with the higher
 * table. No pane gets lower than its minimum.
 */
export function resizePane(heights: Heights, pane: PaneName, rows: number): Heights {
  const next = { ...heights };
  for (let row = 0; row < Math.abs(rows); row += 1) {
    const [lower, higher] = rows > 0 ? [partnerOf(next, pane, 'higher'), pane] : [pane, partnerOf(next, pane, 'lower')];
    if (next[lower] <= minPaneHeight) return next;
    next[lower] -= 1;
    next[higher] += 1;
  }
  return next;
}

function partnerOf(heights: Heights, pane: PaneName, wanted: 'higher' | 'lower'): PaneName {
  if (pane === 'logs') return heights.pods > heights.jobs === (wanted === 'higher') ? 'pods' : 'jobs';
  if (wanted === 'lower' || heights.logs > minPaneHeight) return 'logs';
  return pane === 'pods' ? 'jobs' : 'pods';
}
