import type { JobOverview } from '../flink/answers.ts';
import { hasEnded } from '../flink/has-ended.ts';
import { nearest } from '../text/nearest.ts';
import { printable } from '../text/printable.ts';
import { CommandError, exitCodes } from './command-error.ts';

/** Shorter beginnings of an id are too easily a slip. */
const shortestPrefix = 4;

/** How a job is named, for the help of an argument. */
export const jobWords = `id, the beginning of its id (${shortestPrefix} characters or more), or name`;

/** The jobs that the words name, each once: by id, by exact name, or by the beginning of one id. */
export function selectJobs(jobs: readonly JobOverview[], words: readonly string[]): readonly JobOverview[] {
  return [...new Set(words.map((word) => selectJob(jobs, word)))];
}

/** Old runs of a job keep its name for an hour: where one of several is alive, it is the one that is meant. */
export function selectJob(jobs: readonly JobOverview[], word: string): JobOverview {
  const named = matches(jobs, word);
  const alive = named.filter(({ state }) => !hasEnded(state));
  const candidates = alive.length > 0 ? alive : named;
  const [only, ...others] = candidates;
  if (only === undefined) throw notFound(jobs, word);
  if (others.length > 0) throw ambiguous(candidates, word);
  return only;
}

function matches(jobs: readonly JobOverview[], word: string): readonly JobOverview[] {
  const byId = jobs.filter(({ id }) => id === word.toLowerCase());
  if (byId.length > 0) return byId;
  const byName = jobs.filter(({ name }) => name === word);
  if (byName.length > 0 || word.length < shortestPrefix) return byName;
  return jobs.filter(({ id }) => id.startsWith(word.toLowerCase()));
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
  return new CommandError(exitCodes.usage, `${printable(word)} can be ${candidates.length} jobs: name one by its id`, [
    ...candidates.map(({ id, name, state }) => `${id}  ${printable(name)}  ${state}`),
  ]);
}
