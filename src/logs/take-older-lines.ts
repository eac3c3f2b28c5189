import { createTraceReader } from './exceptions/read-traces.ts';
import type { Trace } from './exceptions/trace.ts';
import { createKubeletTime } from './ingest/kubelet-time.ts';
import type { LoggerNames } from './ingest/logger-names.ts';
import type { createMinuteCounts } from './ingest/minute-counts.ts';
import { createLineSplitter } from './ingest/split-lines.ts';
import { createLineKeeper } from './keep-line.ts';
import type { OlderLines } from './log-writer.ts';
import type { Entries } from './spool/entries.ts';

/**
 * Reads a log from its beginning up to the first line that is kept, and puts what it finds before that. undefined if
 * that line has no time, by which it would be found.
 */
export function takeOlderLines(
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

  const splitter = createLineSplitter((bytes, from, to, cutBytes) => {
    if (isThere) return;
    const hasTime = time.read(bytes, from, to);
    const at = hasTime ? time.at() : 0;
    const isSameTime = at === knownAt && time.nanoseconds() === knownNanoseconds;
    const isLater = at > knownAt || (at === knownAt && time.nanoseconds() > knownNanoseconds);
    isThere = hasTime && (isLater || (isSameTime && knownLine.compare(bytes, from, to) === 0));
    if (isThere) return;
    lastTime = Math.max(lastTime, at);
    const textFrom = hasTime ? from + time.length() : from;
    keeper.keep({ bytes, from, textFrom, to, at, time: lastTime, cutBytes });
  });

  return {
    write: (chunk) => {
      splitter.push(chunk);
      return !isThere;
    },
    end: () => {
      // What lies between would be missing, or what was first has gone meanwhile.
      if (!isThere || entries.first() !== first) {
        older.drop();
        return 0;
      }
      const open = traces.open();
      const lines = older.commit();
      const moved = first - lines;
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
      received(lines);
      return lines;
    },
  };
}
