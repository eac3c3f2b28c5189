import type { Input } from '../../record/command.ts';
import { numberOption } from '../../record/shared-options.ts';
import type { LevelFacts } from '../plan/level-facts.ts';
import { longestReloadInterval } from './longest-interval.ts';
import { defaultTimeoutMs, longestSyncMs } from './timing.ts';

/** Returns how long to watch pods, in ms: the `--timeout`, else long enough for every pod to read the file. */
export function watchTimeoutMs(input: Input, facts: LevelFacts, now: number): number {
  const longest = longestReloadInterval(facts, now) ?? 0;
  return numberOption(input, 'timeout') ?? Math.max(defaultTimeoutMs, longestSyncMs + longest * 1000);
}
