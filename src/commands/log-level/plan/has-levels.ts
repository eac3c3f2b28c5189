import { effectiveLevel } from '../../../logging-config/effective-level.ts';
import { readLoggingConfig } from '../../../logging-config/read-config.ts';
import type { WritePlan } from './write-plan.ts';

/**
 * Whether a text by another client also has the requested levels. Returns false if a requested level was already set,
 * because the older file would also match.
 */
export function hasLevels({ requested, facts }: Pick<WritePlan, 'requested' | 'facts'>, text: string): boolean {
  if (requested.some(({ from, to }) => from === to)) return false;
  const config = readLoggingConfig(facts.file.backend, text);
  if (config.problems.some(({ effect }) => effect === 'refused')) return false;
  return requested.every(({ logger, to }) => effectiveLevel(config, logger).level === to);
}
