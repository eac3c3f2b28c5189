import { aToZ, mostFirst, type SortKey } from '../../state/list/sort-items.ts';
import type { Sortable } from '../../state/list/sort-menu.ts';
import type { Screen } from '../../state/screen.ts';
import { changeJobPage, jobPage } from '../job-page.ts';
import type { SubtaskFacts } from './subtask-facts.ts';

/** The columns by which subtasks can be sorted, in the order of the table. */
export const subtaskSortKeys: { readonly [by: string]: SortKey<SubtaskFacts> } = {
  subtask: {
    title: 'SUBTASK',
    first: 'ascending',
    meaning: { ascending: 'first to last', descending: 'last to first' },
    value: ({ number }) => number,
  },
  status: { title: 'STATUS', first: 'ascending', meaning: aToZ, value: ({ subtask }) => subtask.status },
  pod: { title: 'POD', first: 'ascending', meaning: aToZ, value: ({ subtask }) => subtask.pod },
  busy: { title: 'BUSY', ...mostFirst, value: ({ shares }) => shares?.busy },
  backPressured: { title: 'BACK-PRESSURED', ...mostFirst, value: ({ shares }) => shares?.backPressured },
  idle: { title: 'IDLE', ...mostFirst, value: ({ shares }) => shares?.idle },
  rateIn: { title: 'REC IN', ...mostFirst, value: ({ rates }) => rates?.recordsIn },
  rateOut: { title: 'REC OUT', ...mostFirst, value: ({ rates }) => rates?.recordsOut },
  recordsIn: { title: 'RECORDS IN', ...mostFirst, value: totalOf('readRecords') },
  recordsOut: { title: 'RECORDS OUT', ...mostFirst, value: totalOf('writeRecords') },
  bytesIn: { title: 'BYTES IN', ...mostFirst, value: totalOf('readBytes') },
  bytesOut: { title: 'BYTES OUT', ...mostFirst, value: totalOf('writeBytes') },
  attempt: { title: 'ATTEMPT', ...mostFirst, value: ({ subtask }) => subtask.attempt },
};

type Total = 'readRecords' | 'writeRecords' | 'readBytes' | 'writeBytes';

function totalOf(total: Total): SortKey<SubtaskFacts>['value'] {
  return ({ subtask }) => (subtask.isComplete ? subtask[total] : undefined);
}

/** Ranks the sickest first: failed, not running, then different from the others. */
export function severityRank({ subtask: { status }, marks }: SubtaskFacts): number {
  if (status === 'FAILED') return 0;
  if (status !== 'RUNNING' && status !== 'FINISHED') return 1;
  return marks.length > 0 ? 2 : 3;
}

export const sortableSubtasks: Sortable = {
  name: 'subtasks',
  keys: subtaskSortKeys,
  defaultOrder: 'sickest first',
  sortIn: (state) => jobPage(state)?.subtasks.sort,
  sort: (screen: Screen, sort) => {
    const page = jobPage(screen.store.getState());
    if (page !== undefined) changeJobPage(screen, { subtasks: { ...page.subtasks, sort } });
  },
};
