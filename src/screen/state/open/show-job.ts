import { selectJob } from '../../../commands/job/job-selector.ts';
import type { Input, JobTabName } from '../../../commands/record/command.ts';
import type { Moment, Screen } from '../screen.ts';

/** What the second argument of a command opens in its tab. */
const partOf: { readonly [Tab in JobTabName]?: (argument: string) => Partial<Moment> } = {
  checkpoints: (id) => ({ checkpointId: Number(id) }),
};

/**
 * Opens the page of a job: the screen's version of the commands that show a job.
 * @throws CommandError for an unknown job
 */
export function showJob(screen: Screen, tab: JobTabName, { arguments: [selector = '', argument] }: Input): void {
  const { id } = selectJob(screen.store.getState().snapshot?.jobs ?? [], selector);
  const part = argument === undefined ? {} : partOf[tab]?.(argument);
  screen.store.setState({ layers: [] });
  screen.views.get('job').showAt?.(screen, { viewId: 'job', jobId: id, tab, at: screen.now(), ...part });
}
