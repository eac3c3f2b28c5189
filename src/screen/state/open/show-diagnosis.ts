import { selectKnownJob } from '../../../commands/ended-jobs/select-known-job.ts';
import type { Input } from '../../../commands/record/command.ts';
import { rememberedJobs } from '../../../session/journal/last-seen/remembered-job.ts';
import type { Screen } from '../screen.ts';

/**
 * Opens the diagnosis: the screen's version of `why`. Of a job that Flink no longer knows, opens its page.
 * @throws CommandError for an unknown job
 */
export function showDiagnosis(screen: Screen, { arguments: [selector] }: Input): void {
  const { snapshot, journal } = screen.store.getState();
  const known =
    selector === undefined
      ? undefined
      : selectKnownJob(snapshot?.jobs ?? [], rememberedJobs(journal?.entries ?? []), selector);
  screen.store.setState({ layers: [] });
  const viewId = known?.kind === 'forgotten' ? 'job' : 'why';
  const moment = { viewId, at: screen.now(), ...(known !== undefined && { jobId: known.job.id }) } as const;
  screen.views.get(viewId).showAt?.(screen, moment);
}
