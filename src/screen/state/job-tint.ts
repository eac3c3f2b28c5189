import { rememberLast } from '../draw/remember-last.ts';
import type { Token } from '../theme/theme.ts';

const tints = ['job.1', 'job.2', 'job.3', 'job.4', 'job.5', 'job.6'] as const satisfies readonly Token[];

/** The colours of jobs by id. */
export type JobTints = ReadonlyMap<string, Token>;

type Job = { readonly id: string; readonly startTime: number };

/** Returns the same map as long as the ids of the jobs do not change. */
export const jobTints = rememberLast((jobs: readonly Job[] | undefined): JobTints => {
  const oldestFirst = [...(jobs ?? [])].sort((a, b) => a.startTime - b.startTime);
  return tintsOfIds(oldestFirst.map(({ id }) => id).join(' '));
});

/**
 * Takes each colour once before any colour is used again, so that a new job does not change the colours of older jobs.
 */
const tintsOfIds = rememberLast((ids: string): JobTints => {
  const tintsById = new Map<string, Token>();
  const free = new Set<Token>();
  for (const id of ids.split(' ')) {
    if (free.size === 0) for (const tint of tints) free.add(tint);
    const first = tintIndex(id);
    const tint = [...tints.slice(first), ...tints].find((candidate) => free.has(candidate)) ?? 'job.1';
    free.delete(tint);
    tintsById.set(id, tint);
  }
  return tintsById;
});

/** Returns the colour of a job id of 32 hexadecimal digits, also of a job that Flink no longer lists. */
export function tintOf(id: string, known: JobTints): Token {
  return known.get(id) ?? tints[tintIndex(id)] ?? 'job.1';
}

function tintIndex(id: string): number {
  return (Number.parseInt(id.slice(0, 7), 16) || 0) % tints.length;
}
