import { filterByJob } from './logs/filter-by-job.ts';
import { copyAndShow } from './run/show-message.ts';
import type { Binding } from './screen.ts';
import type { ScreenState } from './screen-state.ts';
import { jobUnderCursor } from './shown-items.ts';

/** What can be done with a job wherever it is shown, beside the commands. */
export const jobBindings: readonly Binding[] = [
  {
    action: 'job.logs',
    keys: ['o'],
    help: "show only this job's lines in the logs",
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
    help: "copy the job's id",
    available: hasJob,
    run: (screen) => copyAndShow(screen, jobUnderCursor(screen.store.getState())?.id),
  },
];

export function hasJob(state: ScreenState): true | string {
  return jobUnderCursor(state) === undefined ? 'no job under the cursor' : true;
}
