import type { Input } from '../command.ts';
import { numberOption } from '../shared-options.ts';
import type { LevelFacts } from './level-facts.ts';
import { longestInterval } from './longest-interval.ts';
import { standardTimeoutMs } from './standard-timeout.ts';

/** The kubelet takes no longer where it is not told. */
const syncMs = 120_000;

/** How long pods are watched, in milliseconds: as was asked for, else until the last of them has looked at its file. */
export function timeoutOf(input: Input, facts: LevelFacts, now: number): number {
  const longest = longestInterval(facts, now) ?? 0;
  return numberOption(input, 'timeout') ?? Math.max(standardTimeoutMs, syncMs + longest * 1000);
}
