import { hasEnded } from '../../flink/has-ended.ts';
import type { JobOverview } from '../../flink/responses.ts';
import { checkCanSavepoint } from '../record/availability.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { formatJobName } from './describe-job.ts';

/** Rejects a plan if one of the jobs cannot take a savepoint now. `hintFor` returns a next step for a running job. */
export function requireSavepoints(
  jobs: readonly JobOverview[],
  hintFor: (job: JobOverview) => readonly string[] = () => [],
): void {
  for (const job of jobs) {
    const canSavepoint = checkCanSavepoint(job);
    if (canSavepoint === true) continue;
    const hints = hasEnded(job.state) ? [] : hintFor(job);
    throw new CommandError(exitCodes.failed, `${formatJobName(job)}: ${canSavepoint}`, hints);
  }
}
