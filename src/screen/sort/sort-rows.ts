import { cell } from '../draw/fit.ts';
import { sortArrows } from '../state/list/sort-items.ts';
import { sortKeys } from '../state/list/sort-menu.ts';
import type { TableName, TableSort } from '../state/screen-state.ts';

export type SortRow = {
  /** The id of the sort key; undefined for the default order. */
  readonly by: string | undefined;
  readonly label: string;
};

const titleWidth = 8;
const defaultOrders = { pods: 'leader first', jobs: 'running first' } as const satisfies Record<TableName, string>;

/** Returns the choices of the menu. The current one is marked, and the others show their first order. */
export function sortRows(table: TableName, current: TableSort | undefined): readonly SortRow[] {
  const columns = Object.entries(sortKeys[table]).map(([by, { title, first, meaning }]): SortRow => {
    const isCurrent = current?.by === by;
    const direction = isCurrent ? current.direction : first;
    return {
      by,
      label: `${isCurrent ? sortArrows[direction] : ' '} ${cell(title, titleWidth)}  ${meaning[direction]}`,
    };
  });
  const isDefault = current === undefined;
  return [
    ...columns,
    {
      by: undefined,
      label: `${isDefault ? '●' : ' '} ${cell('default', titleWidth)}  ${defaultOrders[table]}`,
    },
  ];
}
