import { gapCause } from './intake/gap-text.ts';
import { createKubeletTime } from './intake/kubelet-time.ts';
import type { LogLine } from './log-store.ts';
import type { Entries } from './spool/entries.ts';

/** A page or two: a line that is on the screen stays the same object, so that what is made of it can be, too. */
const remembered = 256;
const longestRemembered = 4096;

/** Entries as lines. `forget` is for one that has changed. */
export function createLineReader(entries: Entries): {
  readonly lines: (from: number, to: number) => readonly LogLine[];
  readonly forget: (sequence: number) => void;
} {
  const time = createKubeletTime();
  const known = new Map<number, LogLine>();

  const read = (sequence: number): LogLine => {
    const segment = entries.segmentOf(sequence);
    const index = segment?.index;
    const entry = sequence - (segment?.first ?? 0);
    const role = index?.role(entry) ?? 'text';
    let line: LogLine = {
      kind: 'gap',
      sequence,
      at: entries.timeAt(sequence),
      cause: 'this line was kept, and can no longer be read',
    };
    entries.read(sequence, (bytes, from, to) => {
      const hasTime = index?.hasTime(entry) === true && time.read(bytes, from, to);
      const text = bytes.toString('utf8', hasTime ? from + time.length() : from, to);
      if (role === 'gap') line = { kind: 'gap', sequence, at: line.at ?? 0, cause: gapCause(text) };
      else {
        const cutBytes = segment?.cuts.get(entry) ?? 0;
        const at = hasTime ? time.at() : undefined;
        line = { kind: 'line', sequence, at, level: index?.level(entry), role, text, cutBytes };
      }
    });
    return line;
  };

  return {
    lines: (from, to) => {
      const lines: LogLine[] = [];
      const end = Math.min(to, entries.end());
      for (let sequence = Math.max(from, entries.first()); sequence < end; sequence += 1) {
        const line = known.get(sequence) ?? read(sequence);
        if (known.size >= remembered) known.clear();
        if (line.kind === 'gap' || line.text.length <= longestRemembered) known.set(sequence, line);
        lines.push(line);
      }
      return lines;
    },
    forget: (sequence) => {
      known.delete(sequence);
    },
  };
}
