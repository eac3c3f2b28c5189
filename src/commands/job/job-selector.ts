import type { JobOverview } from '../../flink/answers.ts';
import { hasEnded } from '../../flink/has-ended.ts';
import { nearest } from '../../text/nearest.ts';
import { printable } from '../../text/printable.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';

/** Shorter beginnings of an id are too easily a slip. */
const shortestPrefix = 4;

/** How a job is named, for the help of an argument. */
export const jobArgumentHelp = `id, the beginning of its id (${shortestPrefix} characters or more), or name`;

/** The jobs that the words name, each once: by id, exact name, or unique id prefix. */
export function selectJobs(jobs: readonly JobOverview[], words: readonly string[]): readonly JobOverview[] {
  return [...new Set(words.map((word) => selectJob(jobs, word)))];
}

/** A full id always wins. A word that is the name of one job and the beginning of another's id is ambiguous. */
export function selectJob(jobs: readonly JobOverview[], word: string): JobOverview {
  const id = word.toLowerCase();
  const exact = jobs.find((job) => job.id === id);
  if (exact !== undefined) return exact;
  const byName = preferLive(jobs.filter(({ name }) => name === word));
  const byPrefix = word.length < shortestPrefix ? [] : preferLive(jobs.filter((job) => job.id.startsWith(id)));
  const candidates = [...new Set([...byName, ...byPrefix])];
  const [only, ...others] = candidates;
  if (only === undefined) throw notFound(jobs, word);
  if (others.length > 0) throw ambiguous(candidates, word);
  return only;
}

/** Flink lists ended runs of a job for an hour: if one of several is still alive, it is the one that is meant. */
function preferLive(jobs: readonly JobOverview[]): readonly JobOverview[] {
  const live = jobs.filter(({ state }) => !hasEnded(state));
  return live.length > 0 ? live : jobs;
}

function notFound(jobs: readonly JobOverview[], word: string): CommandError {
  const near = nearest(word, [...new Set(jobs.flatMap(({ id, name }) => [name, id]))]);
  const shortened = word.length < shortestPrefix && jobs.some(({ id }) => id.startsWith(word.toLowerCase()));
  return new CommandError(exitCodes.notFound, `no job ${printable(word)}`, [
    ...(near.length > 0 ? [`Did you mean ${near.map(printable).join(' or ')}?`] : []),
    ...(shortened ? [`The beginning of an id needs at least ${shortestPrefix} characters.`] : []),
    jobs.length === 0 ? 'Flink knows no jobs.' : 'list --all shows the jobs that Flink knows.',
  ]);
}

function ambiguous(candidates: readonly JobOverview[], word: string): CommandError {
  return new CommandError(exitCodes.usage, `${printable(word)} matches ${candidates.length} jobs: use the full id`, [
    ...candidates.map(({ id, name, state }) => `${id}  ${printable(name)}  ${state}`),
  ]);
}
