import type { PaneName } from '../state/layout.ts';

/** `1 Pods (3 of 12) /taskmanager`; without the number where that key means something else: among the logs, a level. */
export function tableTitle(
  name: string,
  total: number | undefined,
  shown: number,
  filter: string,
  focus: PaneName,
): string {
  const title = focus === 'logs' ? name.replace(/^\d /, '') : name;
  if (total === undefined) return title;
  return filter === '' ? `${title} (${total})` : `${title} (${shown} of ${total}) /${filter}`;
}
