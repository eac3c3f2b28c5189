import type { LoggerNames } from './events/logger-names.ts';
import type { createMinuteCounts } from './events/minute-counts.ts';
import { createTraceReader } from './exceptions/read-traces.ts';
import type { Trace } from './exceptions/trace.ts';
import { createKubeletTime, type KubeletTime } from './intake/kubelet-time.ts';
import { createTimedLines } from './intake/timed-lines.ts';
import { createLineKeeper } from './keep-line.ts';
import type { OlderLines } from './log-writer.ts';
import type { Entries } from './spool/entries.ts';

/**
 * Reads a log from its beginning up to the first line that is kept, and puts what it finds before that. undefined if
 * that line has no time, by which it would be found.
 */
export function insertOlderLines(
  entries: Entries,
  {
    loggers,
    counts,
    received,
    addTrace,
  }: {
    readonly loggers: LoggerNames;
    readonly counts: ReturnType<typeof createMinuteCounts>;
    /** So many lines more have come. */
    readonly received: (lines: number) => void;
    readonly addTrace: (trace: Trace) => void;
  },
): OlderLines | undefined {
  const time = createKubeletTime();
  const first = entries.first();
  let known: { readonly at: number; readonly nanoseconds: number; readonly line: Buffer } | undefined;
  entries.read(first, (bytes, from, to) => {
    const isTimed = entries.segmentOf(first)?.index.role(0) !== 'gap' && time.read(bytes, from, to);
    if (isTimed)
      known = { at: time.at(), nanoseconds: time.nanoseconds(), line: Buffer.from(bytes.subarray(from, to)) };
  });
  if (known === undefined) return undefined;
  const { at: knownAt, nanoseconds: knownNanoseconds, line: knownLine } = known;

  const older = entries.prepend();
  const found: Trace[] = [];
  const traces = createTraceReader((trace) => found.push(trace));
  const keeper = createLineKeeper(older, loggers, traces, () => {});
  let lastTime = 0;
  let isThere = false;
  /** The first line that is kept, or one that comes after it. */
  const isKnown = (bytes: Buffer, from: number, to: number, lineTime: KubeletTime): boolean => {
    const at = lineTime.at();
    const nanoseconds = lineTime.nanoseconds();
    if (at !== knownAt) return at > knownAt;
    if (nanoseconds !== knownNanoseconds) return nanoseconds > knownNanoseconds;
    return knownLine.compare(bytes, from, to) === 0;
  };

  const lines = createTimedLines((bytes, from, to, lineTime, cutBytes) => {
    if (isThere) return;
    isThere = lineTime !== undefined && isKnown(bytes, from, to, lineTime);
    if (isThere) return;
    lastTime = Math.max(lastTime, lineTime?.at() ?? 0);
    keeper.keep(bytes, from, to, lineTime, cutBytes, lastTime);
  }, 'text');

  return {
    write: (chunk) => {
      lines.push(chunk);
      return !isThere;
    },
    end: () => {
      // What lies between would be missing, or what was first has gone meanwhile.
      if (!isThere || entries.first() !== first) {
        older.drop();
        return 0;
      }
      const open = traces.open();
      const count = older.commit();
      const moved = first - count;
      for (const trace of open === undefined ? found : [...found, open]) {
        addTrace({ ...trace, sequence: trace.sequence + moved });
      }
      for (let sequence = moved; sequence < first; sequence += 1) {
        const segment = entries.segmentOf(sequence);
        const line = sequence - (segment?.first ?? 0);
        if (segment?.index.role(line) !== 'head') continue;
        loggers.count(segment.index.logger(line));
        counts.count(segment.index.level(line), entries.timeAt(sequence));
      }
      received(count);
      return count;
    },
  };
}
