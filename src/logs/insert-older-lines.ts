import type { LoggerNames } from './events/logger-names.ts';
import type { createMinuteCounts } from './events/minute-counts.ts';
import type { Trace } from './exceptions/read-traces.ts';
import { createTraceReader } from './exceptions/read-traces.ts';
import { createKubeletTime, type KubeletTime } from './intake/kubelet-time.ts';
import { createTimedLines } from './intake/timed-lines.ts';
import type { OlderLinesWriter } from './log-writer.ts';
import type { Entries } from './spool/entries.ts';
import { createVolumeCounts, liveVolume, type VolumeCounts } from './talkers/volume-counts.ts';
import { createEntryWriter } from './write-entries.ts';

/**
 * Inserts the lines from the beginning of a log up to the first kept line. Returns undefined unless the
 * first kept line has a timestamp to compare with.
 */
export function insertOlderLines(
  entries: Entries,
  {
    loggers,
    counts,
    volume,
    onReceived,
    addTrace,
  }: {
    readonly loggers: LoggerNames;
    readonly counts: ReturnType<typeof createMinuteCounts>;
    readonly volume: VolumeCounts;
    /** Called with the number of inserted lines. */
    readonly onReceived: (lines: number) => void;
    readonly addTrace: (trace: Trace) => void;
  },
): OlderLinesWriter | undefined {
  const time = createKubeletTime();
  const first = entries.first();
  let firstKept: { readonly at: number; readonly nanoseconds: number; readonly line: Buffer } | undefined;
  entries.read(first, (bytes, from, to) => {
    const isTimed = entries.segmentOf(first)?.index.role(0) !== 'gap' && time.read(bytes, from, to);
    if (isTimed)
      firstKept = { at: time.at(), nanoseconds: time.nanoseconds(), line: Buffer.from(bytes.subarray(from, to)) };
  });
  if (firstKept === undefined) return undefined;
  const { at: keptAt, nanoseconds: keptNanoseconds, line: keptLine } = firstKept;

  const prepended = entries.prepend();
  const foundTraces: Trace[] = [];
  const traces = createTraceReader((trace) => foundTraces.push(trace));
  const olderVolume = createVolumeCounts(liveVolume);
  const entryWriter = createEntryWriter(prepended, loggers, traces, (role, level, logger, at, bytes) => {
    if (at > 0) olderVolume.count(logger, level, at, bytes, role === 'head');
  });
  let lastTime = 0;
  let hasReachedKept = false;
  /** Whether a line is the first kept line or a later one. */
  const isKept = (bytes: Buffer, from: number, to: number, lineTime: KubeletTime): boolean => {
    const at = lineTime.at();
    const nanoseconds = lineTime.nanoseconds();
    if (at !== keptAt) return at > keptAt;
    if (nanoseconds !== keptNanoseconds) return nanoseconds > keptNanoseconds;
    return keptLine.compare(bytes, from, to) === 0;
  };

  const lines = createTimedLines((bytes, from, to, lineTime, truncatedBytes) => {
    if (hasReachedKept) return;
    hasReachedKept = lineTime !== undefined && isKept(bytes, from, to, lineTime);
    if (hasReachedKept) return;
    lastTime = Math.max(lastTime, lineTime?.at() ?? 0);
    entryWriter.writeLine(bytes, from, to, lineTime, truncatedBytes, lastTime);
  }, 'text');

  return {
    write: (chunk) => {
      lines.push(chunk);
      return !hasReachedKept;
    },
    end: () => {
      // If the first kept line was not reached or has been evicted, a gap would follow the older lines. Insert nothing.
      if (!hasReachedKept || entries.first() !== first) {
        prepended.drop();
        return 0;
      }
      const openTrace = traces.currentTrace();
      const count = prepended.commit();
      const newFirst = first - count;
      for (const trace of openTrace === undefined ? foundTraces : [...foundTraces, openTrace]) {
        addTrace({ ...trace, sequence: trace.sequence + newFirst });
      }
      for (let sequence = newFirst; sequence < first; sequence += 1) {
        const segment = entries.segmentOf(sequence);
        const line = sequence - (segment?.first ?? 0);
        if (segment?.index.role(line) !== 'head') continue;
        loggers.count(segment.index.logger(line));
        counts.count(segment.index.level(line), entries.timeAt(sequence));
      }
      volume.add(olderVolume);
      onReceived(count);
      return count;
    },
  };
}
