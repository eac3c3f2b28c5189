import { parseGapReason } from './intake/gap-text.ts';
import { createKubeletTime } from './intake/kubelet-time.ts';
import type { LogLine } from './log-store.ts';
import type { Entries } from './spool/entries.ts';

/** About two pages. A visible line stays the same object, so that callers can cache results for the object. */
const maxCached = 256;
const maxCachedLength = 4096;

/** Reads entries as lines. Call `forget` for an entry that has changed. */
export function createLineReader(entries: Entries): {
  readonly lines: (from: number, to: number) => readonly LogLine[];
  readonly forget: (sequence: number) => void;
} {
  const time = createKubeletTime();
  const cache = new Map<number, LogLine>();

  const read = (sequence: number): LogLine => {
    const segment = entries.segmentOf(sequence);
    const index = segment?.index;
    const entry = sequence - (segment?.first ?? 0);
    const role = index?.role(entry) ?? 'text';
    let line: LogLine = {
      kind: 'gap',
      sequence,
      at: entries.timeAt(sequence),
      reason: 'this line can no longer be read',
    };
    entries.read(sequence, (bytes, from, to) => {
      const hasTime = index?.hasTime(entry) === true && time.read(bytes, from, to);
      const text = bytes.toString('utf8', hasTime ? from + time.length() : from, to);
      if (role === 'gap') line = { kind: 'gap', sequence, at: line.at ?? 0, reason: parseGapReason(text) };
      else {
        const truncatedBytes = segment?.truncations.get(entry) ?? 0;
        const at = hasTime ? time.at() : undefined;
        line = { kind: 'line', sequence, at, level: index?.level(entry), role, text, truncatedBytes };
      }
    });
    return line;
  };

  return {
    lines: (from, to) => {
      const lines: LogLine[] = [];
      const end = Math.min(to, entries.end());
      for (let sequence = Math.max(from, entries.first()); sequence < end; sequence += 1) {
        const line = cache.get(sequence) ?? read(sequence);
        if (cache.size >= maxCached) cache.clear();
        if (line.kind === 'gap' || line.text.length <= maxCachedLength) cache.set(sequence, line);
        lines.push(line);
      }
      return lines;
    },
    forget: (sequence) => {
      cache.delete(sequence);
    },
  };
}
