import { describeSort, sortables } from '../state/list/sort-menu.ts';
import type { ScreenState, TableName } from '../state/screen-state.ts';
import { type PaneName, paneNames } from '../state/screen-state.ts';
import { keysOf } from '../state/shown-items.ts';

type TitleParts = {
  /** Undefined until it is known. */
  readonly total: number | undefined;
  readonly shown: number;
  /** Whether no column title shows the sort. */
  readonly isSortHidden: boolean;
};

/** Formats a title such as `1 Pods (3 of 12) /taskmanager · 2 marked · sorted by RESTARTS ↓`. */
export function tableTitle(
  state: ScreenState,
  table: TableName,
  name: string,
  { total, shown, isSortHidden }: TitleParts,
): string {
  const title = numbered(table, name);
  const { filter, marked } = state.tables[table];
  if (total === undefined) return title;
  const sort = isSortHidden ? describeSort(sortables[table], state) : undefined;
  return [
    filter === '' ? `${title} (${total})` : `${title} (${shown} of ${total}) /${filter}`,
    ...(marked.length === 0 ? [] : [describeMarks(state, table)]),
    ...(sort === undefined ? [] : [`sorted by ${sort}`]),
  ].join(' · ');
}

/** `2 marked, 1 hidden` if the filter hides one of them. */
function describeMarks(state: ScreenState, table: TableName): string {
  const { filter, marked } = state.tables[table];
  const shown = new Set(filter === '' ? marked : keysOf(state, table));
  const hidden = marked.filter((key) => !shown.has(key)).length;
  return `${marked.length} marked${hidden === 0 ? '' : `, ${hidden} hidden`}`;
}

/** Adds the key that focuses the pane. */
function numbered(pane: PaneName, name: string): string {
  return `${paneNames.indexOf(pane) + 1} ${name}`;
}
