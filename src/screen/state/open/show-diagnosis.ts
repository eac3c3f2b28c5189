import { selectJob } from '../../../commands/job/job-selector.ts';
import type { Input } from '../../../commands/record/command.ts';
import type { Screen } from '../screen.ts';

/**
 * Opens the diagnosis: the screen's version of `why`.
 * @throws CommandError for an unknown job
 */
export function showDiagnosis(screen: Screen, { arguments: [selector] }: Input): void {
  const jobs = screen.store.getState().snapshot?.jobs ?? [];
  const job = selector === undefined ? undefined : selectJob(jobs, selector);
  screen.store.setState({ layers: [] });
  const moment = { viewId: 'why', at: screen.now(), ...(job !== undefined && { jobId: job.id }) } as const;
  screen.views.get('why').showAt?.(screen, moment);
}
