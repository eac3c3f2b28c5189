import type { ScreenState, TableName, TableSort } from '../screen-state.ts';
import { jobSortKeys } from './job-sort-keys.ts';
import { podSortKeys } from './pod-sort-keys.ts';
import { type SortDirection, type SortKey, sortArrows, sortKeyOf } from './sort-items.ts';

type KeyInMenu = Pick<SortKey<never>, 'title' | 'first' | 'meaning'>;

/** The sort keys of each table by id, in the order of the table. */
export const sortKeys: { readonly [Name in TableName]: { readonly [by: string]: KeyInMenu } } = {
  pods: podSortKeys,
  jobs: jobSortKeys,
};

/** Returns the sort after choosing a column: the column's first direction, or the opposite of the current one. */
export function chooseSort({ tables }: ScreenState, table: TableName, by: string): TableSort | undefined {
  const key = sortKeys[table][by];
  const current = tables[table].sort;
  return key && { by, direction: current?.by === by ? opposite[current.direction] : key.first };
}

const opposite = { ascending: 'descending', descending: 'ascending' } as const satisfies Record<
  SortDirection,
  SortDirection
>;

/** Describes the sort of a table: `AGE ↑`; undefined for the default order. */
export function describeSort({ tables }: ScreenState, table: TableName): string | undefined {
  const { sort } = tables[table];
  const key = sortKeyOf(sortKeys[table], sort);
  return sort && key && `${key.title} ${sortArrows[sort.direction]}`;
}
