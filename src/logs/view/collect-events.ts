import type { CompiledFilter } from '../compile-filter.ts';
import type { LogSource } from '../log-store.ts';
import { matchingLines } from './matching-lines.ts';
import type { Sequences } from './sequences.ts';

/** Goes through lines in order, and puts into `found` what it finds. May be called again for what follows. */
export type Collector = (from: number, to: number) => void;

/**
 * Finds all lines of the events that pass a filter. An event that goes on may pass by a later line, and is then there
 * from its head on; or fail by one, and is gone again. Gap marks pass always: nothing hides what is missing.
 */
export function collectEvents(
  source: LogSource,
  { admits, conditions: demands }: CompiledFilter,
  found: Sequences,
): Collector {
  const wanted = demands.reduce((bits, { isNegated }, index) => (isNegated ? bits : bits | (1 << index)), 0);
  let head: number | undefined;
  let isRefused = true;
  let isListed = false;
  let satisfied = 0;

  return (from, to) => {
    const hits = demands.map(({ pattern, isNegated }) => ({
      lines: matchingLines(source, from, to, pattern),
      next: 0,
      isNegated,
    }));
    for (let sequence = from; sequence < to; sequence += 1) {
      const role = source.roleAt(sequence);
      if (role === 'gap') {
        found.push(sequence);
        continue;
      }
      if (role === 'head' || head === undefined) {
        head = sequence;
        isRefused = !admits(source.levelAt(sequence), source.loggerAt(sequence));
        isListed = false;
        satisfied = 0;
      }
      for (const [index, hit] of hits.entries()) {
        if (hit.lines[hit.next] !== sequence) continue;
        hit.next += 1;
        if (hit.isNegated) isRefused = true;
        else satisfied |= 1 << index;
      }
      const passes = !isRefused && satisfied === wanted;
      if (passes && isListed) {
        found.push(sequence);
      } else if (passes) {
        found.truncateFrom(head); // gap marks within
        for (let line = head; line <= sequence; line += 1) found.push(line);
        isListed = true;
      } else if (isListed) {
        found.truncateFrom(head);
        isListed = false;
      }
    }
  };
}
