import type { Screen } from '../screen.ts';
import type { ScreenState, TableName, TableSort } from '../screen-state.ts';
import { sortTable } from '../tables.ts';
import { jobSortKeys } from './job-sort-keys.ts';
import { podSortKeys } from './pod-sort-keys.ts';
import { type SortDirection, type SortKey, sortArrows, sortKeyOf } from './sort-items.ts';

/** A table that the sort menu can sort. */
export type Sortable = {
  /** What its rows are: `pods`. */
  readonly name: string;
  /** The sort keys by id, in the order of the table. */
  readonly keys: { readonly [by: string]: Pick<SortKey<never>, 'title' | 'first' | 'meaning'> };
  /** What the default order means: `leader first`. */
  readonly defaultOrder: string;
  /** Returns undefined for the default order. */
  readonly sortIn: (state: ScreenState) => TableSort | undefined;
  readonly sort: (screen: Screen, sort: TableSort | undefined) => void;
};

export const sortables: { readonly [Name in TableName]: Sortable } = {
  pods: tableSortable('pods', podSortKeys, 'leader first'),
  jobs: tableSortable('jobs', jobSortKeys, 'sickest first'),
};

function tableSortable(name: TableName, keys: Sortable['keys'], defaultOrder: string): Sortable {
  return {
    name,
    keys,
    defaultOrder,
    sortIn: ({ tables }) => tables[name].sort,
    sort: (screen, sort) => sortTable(screen, name, sort),
  };
}

/** Returns the sort after choosing a column: the column's first direction, or the opposite of the current one. */
export function chooseSort({ keys, sortIn }: Sortable, state: ScreenState, by: string): TableSort | undefined {
  const key = keys[by];
  const current = sortIn(state);
  return key && { by, direction: current?.by === by ? opposite[current.direction] : key.first };
}

const opposite = { ascending: 'descending', descending: 'ascending' } as const satisfies Record<
  SortDirection,
  SortDirection
>;

/** Describes the sort of a table: `AGE ↑`; undefined for the default order. */
export function describeSort({ keys, sortIn }: Sortable, state: ScreenState): string | undefined {
  const sort = sortIn(state);
  const key = sortKeyOf(keys, sort);
  return sort && key && `${key.title} ${sortArrows[sort.direction]}`;
}
