import type { ScreenState, TableName } from '../state/screen-state.ts';
import { type PaneName, paneNames } from '../state/screen-state.ts';

/** `1 Pods (3 of 12) /taskmanager`; `total` is undefined while it is not known. */
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

/** With the key that leads there, unless that means something else now: among the logs numbers are levels. */
function numbered(pane: PaneName, name: string, focus: PaneName): string {
  return focus === 'logs' ? name : `${paneNames.indexOf(pane) + 1} ${name}`;
}
