import { hasEnded } from '../../flink/has-ended.ts';
import type { JobOverview } from '../../flink/responses.ts';
import { nearest } from '../../text/nearest.ts';
import { printable } from '../../text/printable.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';

/** Shorter id prefixes are likely typos. */
export const shortestPrefix = 4;

export const jobSelectorHelp = `id, id prefix of at least ${shortestPrefix} characters, or exact name`;
export const jobArgumentHelp = `Job ${jobSelectorHelp}`;

/** Returns the jobs with the given ids, exact names or unique id prefixes, without duplicates. */
export function selectJobs(jobs: readonly JobOverview[], selectors: readonly string[]): readonly JobOverview[] {
  return [...new Set(selectors.map((selector) => selectJob(jobs, selector)))];
}

/** A full id takes precedence. A name of one job that is also an id prefix of another job is ambiguous. */
export function selectJob(jobs: readonly JobOverview[], selector: string): JobOverview {
  const id = selector.toLowerCase();
  const exact = jobs.find((job) => job.id === id);
  if (exact !== undefined) return exact;
  const byName = preferLive(jobs.filter(({ name }) => name === selector));
  const byPrefix = selector.length < shortestPrefix ? [] : preferLive(jobs.filter((job) => job.id.startsWith(id)));
  const candidates = [...new Set([...byName, ...byPrefix])];
  const [only, ...others] = candidates;
  if (only === undefined) throw notFoundError(jobs, selector);
  if (others.length > 0) throw ambiguousError(candidates, selector);
  return only;
}

/** Flink lists ended jobs for an hour by default, so a running job takes precedence over ended ones. */
function preferLive(jobs: readonly JobOverview[]): readonly JobOverview[] {
  const live = jobs.filter(({ state }) => !hasEnded(state));
  return live.length > 0 ? live : jobs;
}

function notFoundError(jobs: readonly JobOverview[], selector: string): CommandError {
  const near = nearest(selector, [...new Set(jobs.flatMap(({ id, name }) => [name, id]))]);
  const shortened = selector.length < shortestPrefix && jobs.some(({ id }) => id.startsWith(selector.toLowerCase()));
  return new CommandError(exitCodes.notFound, `no job ${printable(selector)}`, [
    ...(near.length > 0 ? [`Did you mean ${near.map(printable).join(' or ')}?`] : []),
    ...(shortened ? [`An id prefix needs at least ${shortestPrefix} characters`] : []),
    jobs.length === 0 ? 'Flink lists no jobs' : 'Run list --all to show all jobs',
  ]);
}

function ambiguousError(candidates: readonly JobOverview[], selector: string): CommandError {
  return new CommandError(exitCodes.usage, `${printable(selector)} matches ${candidates.length} jobs`, [
    ...candidates.map(({ id, name, state }) => `${id}  ${printable(name)}  ${state}`),
    'Use the full id',
  ]);
}
