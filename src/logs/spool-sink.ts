import type { LoggerNames } from './events/logger-names.ts';
import type { createMinuteCounts } from './events/minute-counts.ts';
import type { TraceReader } from './exceptions/read-traces.ts';
import { formatGapMarker } from './intake/gap-text.ts';
import { createKubeletTime } from './intake/kubelet-time.ts';
import type { LogSink } from './intake/log-intake.ts';
import type { Entries } from './spool/entries.ts';
import type { VolumeCounts } from './talkers/volume-counts.ts';
import { createEntryWriter } from './write-entries.ts';

export type LineCounters = { received: number; behindMs: number | undefined };

/** Creates a sink that writes lines to the entries of a log. */
export function createSpoolSink(
  entries: Entries,
  {
    loggers,
    traces,
    counts,
    volume,
    counters,
    now,
    onEntryChange,
  }: {
    readonly loggers: LoggerNames;
    readonly traces: TraceReader;
    readonly counts: ReturnType<typeof createMinuteCounts>;
    readonly volume: VolumeCounts;
    readonly counters: LineCounters;
    readonly now: () => number;
    /** Called with the sequence of a changed entry. */
    readonly onEntryChange: (sequence: number) => void;
  },
): LogSink {
  const entryTime = createKubeletTime();
  const entryWriter = createEntryWriter(entries, loggers, traces, (role, level, logger, at, bytes) => {
    volume.count(logger, level, at === 0 ? now() : at, bytes, role === 'head');
    if (role !== 'head') return;
    counts.count(level, at);
    loggers.count(logger);
  });
  let lastTime = 0;
  let hasNewLines = false;
  /** The gap marker at the end of the log, with its minimum time. The marker gets the time of the next line. */
  let gapMarker: { readonly sequence: number; readonly notBefore: number } | undefined;

  const updateGapMarker = (at: number) => {
    if (gapMarker === undefined) return;
    const { sequence, notBefore } = gapMarker;
    gapMarker = undefined;
    const segment = entries.segmentOf(sequence);
    if (segment === undefined || at >= lastTime) return;
    lastTime = segment.setTime(sequence - segment.first, Math.max(notBefore, at));
    onEntryChange(sequence);
  };

  return {
    form: 'text',
    line: (bytes, from, to, time, truncatedBytes) => {
      counters.received += 1;
      hasNewLines = true;
      if (time === undefined) gapMarker = undefined;
      else {
        updateGapMarker(time.at());
        lastTime = Math.max(lastTime, time.at());
      }
      entryWriter.writeLine(bytes, from, to, time, truncatedBytes, lastTime);
    },
    gap: (reason, at = now()) => {
      volume.countGap(at);
      const bytes = formatGapMarker(reason, at);
      const notBefore = lastTime;
      lastTime = Math.max(lastTime, at);
      gapMarker = { sequence: entries.end(), notBefore };
      entryWriter.writeGap(bytes, lastTime);
    },
    recentLines: function* () {
      for (let sequence = entries.end() - 1; sequence >= entries.first(); sequence -= 1) {
        const segment = entries.segmentOf(sequence);
        const line = sequence - (segment?.first ?? 0);
        if (segment === undefined || !segment.index.hasTime(line) || segment.index.role(line) === 'gap') continue;
        const isRead = entries.read(sequence, (bytes, from, to) => {
          entryTime.read(bytes, from, to);
        });
        if (isRead) yield { at: entryTime.at(), nanoseconds: entryTime.nanoseconds(), sequence };
      }
    },
    isSame: (sequence, bytes, from, to) => {
      let isSame = false;
      entries.read(sequence, (kept, keptFrom, keptTo) => {
        isSame = kept.compare(bytes, from, to, keptFrom, keptTo) === 0;
      });
      return isSame;
    },
    chunkDone: () => {
      if (hasNewLines && lastTime > 0) counters.behindMs = Math.max(0, now() - lastTime);
      hasNewLines = false;
    },
  };
}
