import { effectiveLevel } from '../../../logging-config/effective-level.ts';
import { readLoggingConfig } from '../../../logging-config/read-config.ts';
import type { WritePlan } from './write-plan.ts';

/**
 * Whether a file that is not the one written, as others have written theirs since, has the asked levels all the same.
 * Only where each level is another one than before: else the file from before has them too.
 */
export function hasLevels({ asked, facts }: Pick<WritePlan, 'asked' | 'facts'>, text: string): boolean {
  if (asked.some(({ from, to }) => from === to)) return false;
  const config = readLoggingConfig(facts.file.backend, text);
  if (config.problems.some(({ effect }) => effect === 'refused')) return false;
  return asked.every(({ logger, to }) => effectiveLevel(config, logger).level === to);
}
