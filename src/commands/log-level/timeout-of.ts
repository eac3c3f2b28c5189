import type { Input } from '../command.ts';
import { numberOption } from '../shared-options.ts';
import { longestSyncMs } from './is-settled.ts';
import type { LevelFacts } from './level-facts.ts';
import { longestInterval } from './longest-interval.ts';
import { standardTimeoutMs } from './standard-timeout.ts';

/** How long pods are watched, in milliseconds: as was asked for, else until the last of them has looked at its file. */
export function timeoutOf(input: Input, facts: LevelFacts, now: number): number {
  const longest = longestInterval(facts, now) ?? 0;
  return numberOption(input, 'timeout') ?? Math.max(standardTimeoutMs, longestSyncMs + longest * 1000);
}
