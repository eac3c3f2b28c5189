import { selectJob } from '../../../commands/job/job-selector.ts';
import type { Input, JobTabName } from '../../../commands/record/command.ts';
import type { Screen } from '../screen.ts';

/**
 * Opens the page of a job: the screen's version of the commands that show a job.
 * @throws CommandError for an unknown job
 */
export function showJob(screen: Screen, tab: JobTabName, { arguments: [selector = ''] }: Input): void {
  const { id } = selectJob(screen.store.getState().snapshot?.jobs ?? [], selector);
  screen.store.setState({ layers: [] });
  screen.views.get('job').showAt?.(screen, { viewId: 'job', jobId: id, tab, at: screen.now() });
}
