import { largest } from '../../text/largest.ts';
import { cell, widthOf } from '../draw/fit.ts';
import { sortArrows } from '../state/list/sort-items.ts';
import type { Sortable } from '../state/list/sort-menu.ts';
import type { TableSort } from '../state/screen-state.ts';

export type SortRow = {
  /** The id of the sort key; undefined for the default order. */
  readonly by: string | undefined;
  readonly label: string;
};

const minTitleWidth = 8;

/** Returns the choices of the menu. The current one is marked, and the others show their first order. */
export function sortRows({ keys, defaultOrder }: Sortable, current: TableSort | undefined): readonly SortRow[] {
  const titleWidth = largest(
    Object.values(keys).map(({ title }) => widthOf(title)),
    minTitleWidth,
  );
  const columns = Object.entries(keys).map(([by, { title, first, meaning }]): SortRow => {
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
      label: `${isDefault ? '●' : ' '} ${cell('default', titleWidth)}  ${defaultOrder}`,
    },
  ];
}
