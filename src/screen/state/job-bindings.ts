import { filterByJob } from './logs/filter-by-job.ts';
import { copyAndShow } from './run/show-message.ts';
import type { Binding } from './screen.ts';
import type { ScreenState } from './screen-state.ts';
import { jobUnderCursor } from './shown-items.ts';

/** The job keys of every view that shows a job, in addition to the command keys. */
export const jobBindings: readonly Binding[] = [
  {
    action: 'job.logs',
    keys: ['L', 'o'],
    hint: 'logs',
    help: 'Show only the log lines of this job, from the JobManager and its TaskManagers',
    available: hasJob,
    run: (screen) => {
      const job = jobUnderCursor(screen.store.getState());
      if (job !== undefined) filterByJob(screen, job);
      screen.store.setState({ focus: 'logs', page: undefined });
    },
  },
  {
    action: 'job.copy',
    keys: ['y'],
    hint: 'copy id',
    help: 'Copy the job id',
    available: hasJob,
    run: (screen) => copyAndShow(screen, jobUnderCursor(screen.store.getState())?.id),
  },
];

export function hasJob(state: ScreenState): true | string {
  return jobUnderCursor(state) === undefined ? 'no job under the cursor' : true;
}
