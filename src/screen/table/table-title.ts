import type { ScreenState, TableName } from '../state/screen-state.ts';
import { type PaneName, paneNames } from '../state/screen-state.ts';

/** Formats a title such as `1 Pods (3 of 12) /taskmanager`. `total` is undefined until it is known. */
export function tableTitle(
  { tables }: ScreenState,
  table: TableName,
  name: string,
  { total, shown }: { readonly total: number | undefined; readonly shown: number },
): string {
  const title = numbered(table, name);
  const { filter } = tables[table];
  if (total === undefined) return title;
  return filter === '' ? `${title} (${total})` : `${title} (${shown} of ${total}) /${filter}`;
}

/** Adds the key that focuses the pane. */
function numbered(pane: PaneName, name: string): string {
  return `${paneNames.indexOf(pane) + 1} ${name}`;
}
