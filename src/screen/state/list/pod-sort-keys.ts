import type { PodRow } from '../../../session/snapshot.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import type { DrawnLog, DrawnLogs } from '../logs/drawn-logs.ts';
import { aToZ, type SortKey } from './sort-items.ts';

const recentMinutes = 10;
/** Larger than the number of warnings, so that warnings only order pods with the same number of errors. */
const errorWeight = 1e9;

/** Recent errors and warnings by pod uid, as one number. Pods without any are missing. */
export type RecentErrors = ReadonlyMap<string, number>;

/** The columns by which pods can be sorted, in the order of the table. */
export const podSortKeys = {
  name: { title: 'NAME', first: 'ascending', meaning: aToZ, value: ({ name }) => name },
  status: { title: 'STATUS', first: 'ascending', meaning: aToZ, value: ({ status }) => status },
  slots: {
    title: 'SLOTS',
    first: 'descending',
    meaning: { ascending: 'least used first', descending: 'most used first' },
    value: ({ taskManager }) => taskManager && taskManager.slots - taskManager.freeSlots,
  },
  age: {
    title: 'AGE',
    first: 'ascending',
    meaning: { ascending: 'newest first', descending: 'oldest first' },
    value: ({ createdAt }) => -createdAt,
  },
  restarts: {
    title: 'RESTARTS',
    first: 'descending',
    meaning: { ascending: 'fewest first', descending: 'most first' },
    value: ({ restarts }) => restarts,
  },
  errors: {
    title: 'ERRORS',
    first: 'descending',
    meaning: { ascending: 'fewest first', descending: 'most first' },
    value: ({ uid }, errors) => errors.get(uid),
  },
  reason: { title: 'REASON', first: 'ascending', meaning: aToZ, value: ({ reason }) => reason },
} as const satisfies { readonly [id: string]: SortKey<PodRow, RecentErrors> };

/** Counts the errors and warnings of the last minutes. `minute` is the current one, in minutes since the epoch. */
export const recentErrors = rememberLast(
  (indexesByUid: DrawnLogs['indexesByUid'], logs: readonly DrawnLog[], minute: number): RecentErrors => {
    const counted = [...indexesByUid].map(([uid, indexes]): [string, number] => [
      uid,
      indexes.reduce((sum, index) => sum + recentErrorsOf(logs[index], minute), 0),
    ]);
    return new Map(counted.filter(([, count]) => count > 0));
  },
);

function recentErrorsOf(log: DrawnLog | undefined, minute: number): number {
  if (log === undefined) return 0;
  const { minutes } = log;
  const recent = (counts: readonly number[]) =>
    counts
      .slice(Math.max(0, counts.length - recentMinutes + minute - minutes.minute))
      .reduce((sum, count) => sum + count, 0);
  return recent(minutes.errors) * errorWeight + recent(minutes.warnings);
}
