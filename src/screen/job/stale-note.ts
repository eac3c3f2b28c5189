import type { ReadingState } from '../../session/readings/reading.ts';
import { formatAge } from '../draw/age.ts';

/** Returns the age of data that could not be read again, or that is older than `afterMs`; else undefined. */
export function staleNote(
  { readAt, failure }: Pick<ReadingState<unknown>, 'readAt' | 'failure'>,
  now: number,
  afterMs: number,
): string | undefined {
  if (readAt === undefined) return undefined;
  const age = now - readAt;
  return failure !== undefined || age > afterMs ? `as of ${formatAge(age)} ago` : undefined;
}
