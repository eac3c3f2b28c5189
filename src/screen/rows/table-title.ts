/** `1 Pods (3 of 12) /taskmanager` */
export function tableTitle(name: string, total: number | undefined, shown: number, filter: string): string {
  if (total === undefined) return name;
  return filter === '' ? `${name} (${total})` : `${name} (${shown} of ${total}) /${filter}`;
}
