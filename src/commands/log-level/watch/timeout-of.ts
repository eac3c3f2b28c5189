import type { Input } from '../../record/command.ts';
import { numberOption } from '../../record/shared-options.ts';
import type { LevelFacts } from '../plan/level-facts.ts';
import { defaultTimeoutMs } from './default-timeout.ts';
import { longestSyncMs } from './is-settled.ts';
import { longestInterval } from './longest-interval.ts';

/** How long pods are watched, in milliseconds: as was asked for, else until the last of them has looked at its file. */
export function timeoutOf(input: Input, facts: LevelFacts, now: number): number {
  const longest = longestInterval(facts, now) ?? 0;
  return numberOption(input, 'timeout') ?? Math.max(defaultTimeoutMs, longestSyncMs + longest * 1000);
}
