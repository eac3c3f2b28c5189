import type { JobOverview } from '../../flink/responses.ts';
import type { RememberedJob } from '../../session/journal/last-seen/remembered-job.ts';
import { printable } from '../../text/printable.ts';
import { selectJob, shortestPrefix } from '../job/job-selector.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';

/** A job that Flink lists, or one that only the journal knows. */
type KnownJob =
  | { readonly kind: 'listed'; readonly job: JobOverview }
  | { readonly kind: 'forgotten'; readonly job: RememberedJob };

/**
 * Returns the job with this id, exact name or unique id prefix. Jobs that Flink lists take precedence over those of the
 * journal. Of several recorded jobs with the same name, it is the newest one.
 * @throws CommandError if there is none, or several
 */
export function selectKnownJob(
  listed: readonly JobOverview[],
  remembered: ReadonlyMap<string, RememberedJob>,
  selector: string,
): KnownJob {
  try {
    return { kind: 'listed', job: selectJob(listed, selector) };
  } catch (error) {
    const isUnknown = error instanceof CommandError && error.exitCode === exitCodes.notFound;
    const job = isUnknown ? findRemembered([...remembered.values()], selector) : undefined;
    if (job === undefined) throw error;
    return { kind: 'forgotten', job };
  }
}

function findRemembered(all: readonly RememberedJob[], selector: string): RememberedJob | undefined {
  const ended = all.filter(({ endedAt }) => endedAt !== undefined);
  const id = selector.toLowerCase();
  const exact = ended.find((job) => job.id === id);
  if (exact !== undefined) return exact;
  const [newest] = ended.filter(({ name }) => name === selector).sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0));
  if (newest !== undefined) return newest;
  const [only, ...others] = selector.length < shortestPrefix ? [] : ended.filter((job) => job.id.startsWith(id));
  if (only !== undefined && others.length > 0) throw ambiguousError([only, ...others], selector);
  return only;
}

function ambiguousError(jobs: readonly RememberedJob[], selector: string): CommandError {
  return new CommandError(exitCodes.usage, `${printable(selector)} matches ${jobs.length} jobs of the journal`, [
    ...jobs.map(({ id, name, state }) => `${id}  ${printable(name)}  ${state}`),
    'Use the full id',
  ]);
}
