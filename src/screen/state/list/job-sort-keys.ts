import { jobDurationMs } from '../../../flink/job-duration.ts';
import type { JobRow } from '../../../session/readings/join-jobs.ts';
import { healthRank, type JobHealths, shownHealth } from '../job-health.ts';
import { aToZ, type SortKey } from './sort-items.ts';

/** What the sort values depend on. `now` is epoch ms. */
export type JobSortContext = { readonly now: number; readonly healths: JobHealths };

/** The columns by which jobs can be sorted, in the order of the table. */
export const jobSortKeys = {
  name: { title: 'NAME', first: 'ascending', meaning: aToZ, value: ({ name }) => name },
  health: {
    title: 'HEALTH',
    first: 'ascending',
    meaning: { ascending: 'sickest first', descending: 'healthiest first' },
    value: ({ id }, { healths }) => {
      const health = healths.get(id);
      return health && `${healthRank(health)} ${shownHealth(health)}`;
    },
  },
  state: { title: 'STATE', first: 'ascending', meaning: aToZ, value: ({ state }) => state },
  tasks: {
    title: 'TASKS',
    first: 'descending',
    meaning: { ascending: 'fewest first', descending: 'most first' },
    value: ({ tasks: { running = 0, finished = 0 } }) => running + finished,
  },
  duration: {
    title: 'DURATION',
    first: 'descending',
    meaning: { ascending: 'shortest first', descending: 'longest first' },
    value: (job, { now }) => jobDurationMs(job, now),
  },
  id: {
    title: 'ID',
    first: 'ascending',
    meaning: { ascending: '0 to f', descending: 'f to 0' },
    value: ({ id }) => id,
  },
} as const satisfies { readonly [id: string]: SortKey<JobRow, JobSortContext> };
