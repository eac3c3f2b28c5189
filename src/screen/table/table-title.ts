import type { ScreenState, TableName } from '../state/screen-state.ts';
import { type PaneName, paneNames } from '../state/screen-state.ts';

/** Formats a title such as `1 Pods (3 of 12) /taskmanager`. `total` is undefined until it is known. */
export function tableTitle(
  { tables, focus }: ScreenState,
  table: TableName,
  name: string,
  { total, shown }: { readonly total: number | undefined; readonly shown: number },
): string {
  const title = numbered(table, name, focus);
  const { filter } = tables[table];
  if (total === undefined) return title;
  return filter === '' ? `${title} (${total})` : `${title} (${shown} of ${total}) /${filter}`;
}

/** Adds the key that focuses the pane. While the logs pane has the focus, number keys set the level instead. */
function numbered(pane: PaneName, name: string, focus: PaneName): string {
  return focus === 'logs' ? name : `${paneNames.indexOf(pane) + 1} ${name}`;
}
