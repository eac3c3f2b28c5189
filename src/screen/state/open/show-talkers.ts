import { selectJob } from '../../../commands/job/job-selector.ts';
import { selectPods } from '../../../commands/pods/pod-selector.ts';
import type { Input } from '../../../commands/record/command.ts';
import { textOption } from '../../../commands/record/shared-options.ts';
import type { Screen } from '../screen.ts';

/**
 * Opens the page of the loggers: the screen's version of `talkers`.
 * @throws CommandError for an unknown pod or job
 */
export function showTalkers(screen: Screen, input: Input): void {
  const { pods = [], jobs = [] } = screen.store.getState().snapshot ?? {};
  const selector = textOption(input, 'job');
  const job = selector === undefined ? undefined : selectJob(jobs, selector);
  const present = pods.filter(({ goneAt }) => goneAt === undefined);
  const names =
    input.arguments.length === 0
      ? []
      : selectPods(
          present.map(({ name }) => name),
          input.arguments,
        );
  const uids = present.filter(({ name }) => names.includes(name)).map(({ uid }) => uid);
  screen.store.setState({ layers: [] });
  screen.views.get('talkers').showAt?.(screen, {
    viewId: 'talkers',
    at: screen.now(),
    ...(job !== undefined && { jobId: job.id }),
    ...(uids.length > 0 && { uids }),
  });
}
