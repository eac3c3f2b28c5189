import type { LoggerNames } from './events/logger-names.ts';
import type { createMinuteCounts } from './events/minute-counts.ts';
import type { TraceReader } from './exceptions/read-traces.ts';
import { gapBytes } from './intake/gap-text.ts';
import { createKubeletTime } from './intake/kubelet-time.ts';
import type { LogSink } from './intake/log-intake.ts';
import { createLineKeeper } from './keep-line.ts';
import type { Entries } from './spool/entries.ts';

export type SourceTallies = { received: number; behindMs: number | undefined };

/** Lines to entries that are kept. */
export function createSpoolSink(
  entries: Entries,
  {
    loggers,
    traces,
    counts,
    tallies,
    now,
    forget,
  }: {
    readonly loggers: LoggerNames;
    readonly traces: TraceReader;
    readonly counts: ReturnType<typeof createMinuteCounts>;
    readonly tallies: SourceTallies;
    readonly now: () => number;
    /** This entry has changed. */
    readonly forget: (sequence: number) => void;
  },
): LogSink {
  const keptTime = createKubeletTime();
  const keeper = createLineKeeper(entries, loggers, traces, (level, at, logger) => {
    counts.count(level, at);
    loggers.count(logger);
  });
  let lastTime = 0;
  let hasNewLines = false;
  /** A gap mark at the end, and what its time is at least: it moves to the line that ends the gap. */
  let mark: { readonly sequence: number; readonly notBefore: number } | undefined;

  const settleMark = (at: number) => {
    if (mark === undefined) return;
    const { sequence, notBefore } = mark;
    mark = undefined;
    const segment = entries.segmentOf(sequence);
    if (segment === undefined || at >= lastTime) return;
    lastTime = segment.setTime(sequence - segment.first, Math.max(notBefore, at));
    forget(sequence);
  };

  return {
    form: 'text',
    line: (bytes, from, to, time, cutBytes) => {
      tallies.received += 1;
      hasNewLines = true;
      if (time === undefined) mark = undefined;
      else {
        settleMark(time.at());
        lastTime = Math.max(lastTime, time.at());
      }
      keeper.keep(bytes, from, to, time, cutBytes, lastTime);
    },
    gap: (cause, at = now()) => {
      const bytes = gapBytes(cause, at);
      const notBefore = lastTime;
      lastTime = Math.max(lastTime, at);
      mark = { sequence: entries.end(), notBefore };
      keeper.keepGap(bytes, lastTime);
    },
    known: function* () {
      for (let sequence = entries.end() - 1; sequence >= entries.first(); sequence -= 1) {
        const segment = entries.segmentOf(sequence);
        const line = sequence - (segment?.first ?? 0);
        if (segment === undefined || !segment.index.hasTime(line) || segment.index.role(line) === 'gap') continue;
        const isRead = entries.read(sequence, (bytes, from, to) => {
          keptTime.read(bytes, from, to);
        });
        if (isRead) yield { at: keptTime.at(), nanoseconds: keptTime.nanoseconds(), sequence };
      }
    },
    isSame: (sequence, bytes, from, to) => {
      let isSame = false;
      entries.read(sequence, (kept, keptFrom, keptTo) => {
        isSame = kept.compare(bytes, from, to, keptFrom, keptTo) === 0;
      });
      return isSame;
    },
    chunkTaken: () => {
      if (hasNewLines && lastTime > 0) tallies.behindMs = Math.max(0, now() - lastTime);
      hasNewLines = false;
    },
  };
}
