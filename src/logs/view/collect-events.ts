import type { CompiledFilter } from '../compile-filter.ts';
import type { LogSource } from '../log-store.ts';
import { matchingLines } from './matching-lines.ts';
import type { Sequences } from './sequences.ts';

/** Scans a range of lines and collects the matching lines. Each call continues after the previous range. */
export type Collector = (from: number, to: number) => void;

/** Finds all lines of matching events. A later line can add or exclude its whole event. */
export function collectEvents(
  source: LogSource,
  { matchesHead, conditions }: CompiledFilter,
  found: Sequences,
): Collector {
  const requiredBits = conditions.reduce((bits, { isNegated }, index) => (isNegated ? bits : bits | (1 << index)), 0);
  let head: number | undefined;
  let isExcluded = true;
  let isListed = false;
  let matchedBits = 0;

  return (from, to) => {
    const matches = conditions.map(({ pattern, isNegated }) => ({
      lines: matchingLines(source, from, to, pattern),
      next: 0,
      isNegated,
    }));
    for (let sequence = from; sequence < to; sequence += 1) {
      const role = source.roleAt(sequence);
      // Gap markers always match, so that gaps are never hidden.
      if (role === 'gap') {
        found.push(sequence);
        continue;
      }
      if (role === 'head' || head === undefined) {
        head = sequence;
        isExcluded = !matchesHead(source.levelAt(sequence), source.loggerAt(sequence));
        isListed = false;
        matchedBits = 0;
      }
      for (const [index, match] of matches.entries()) {
        if (match.lines[match.next] !== sequence) continue;
        match.next += 1;
        if (match.isNegated) isExcluded = true;
        else matchedBits |= 1 << index;
      }
      const isMatch = !isExcluded && matchedBits === requiredBits;
      if (isMatch && isListed) {
        found.push(sequence);
      } else if (isMatch) {
        found.truncateFrom(head); // Also removes gap markers within the event. The loop below adds them again.
        for (let line = head; line <= sequence; line += 1) found.push(line);
        isListed = true;
      } else if (isListed) {
        found.truncateFrom(head);
        isListed = false;
      }
    }
  };
}
