import { formatDuration } from '../text/duration.ts';
import { utcTime } from '../text/utc-time.ts';
import type { TraceReader } from './exceptions/read-traces.ts';
import { gapBytes } from './gap-text.ts';
import { createKubeletTime } from './ingest/kubelet-time.ts';
import type { LoggerNames } from './ingest/logger-names.ts';
import type { createMinuteCounts } from './ingest/minute-counts.ts';
import { createRecall, type ExactTime, type Recall, startOfSecond } from './ingest/recall.ts';
import { createLineSplitter } from './ingest/split-lines.ts';
import { createLineKeeper } from './keep-line.ts';
import type { LogWriter } from './log-writer.ts';
import type { Entries } from './spool/entries.ts';

export type SourceTallies = { received: number; behindMs: number | undefined };

/** Bytes to entries: a source's writer, but for who is told of it. */
export function createLogTaker(
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
): Omit<LogWriter, 'setState'> {
  const time = createKubeletTime();
  const keptTime = createKubeletTime();
  const keeper = createLineKeeper(entries, loggers, traces, (level, at, logger) => {
    counts.count(level, at);
    loggers.count(logger);
  });
  let recall: Recall | undefined;
  let lastTime = 0;
  /** A gap mark at the end, and what its time is at least: it moves to the line that ends the gap. */
  let mark: { readonly sequence: number; readonly notBefore: number } | undefined;

  const addMark = (cause: string, at: number) => {
    const bytes = gapBytes(cause, at);
    const notBefore = lastTime;
    lastTime = Math.max(lastTime, at);
    mark = { sequence: entries.end(), notBefore };
    keeper.keepGap(bytes, lastTime);
  };
  const settleMark = (at: number) => {
    if (mark === undefined) return;
    const { sequence, notBefore } = mark;
    mark = undefined;
    const segment = entries.segmentOf(sequence);
    if (segment === undefined || at >= lastTime) return;
    lastTime = segment.setTime(sequence - segment.first, Math.max(notBefore, at));
    forget(sequence);
  };
  const isRepeat = (bytes: Buffer, from: number, to: number): boolean => {
    if (recall === undefined) return false;
    const exact = { at: time.at(), nanoseconds: time.nanoseconds() };
    const repeats = recall.repeats(exact, (sequence) => {
      let isSame = false;
      entries.read(sequence, (kept, keptFrom, keptTo) => {
        isSame = kept.compare(bytes, from, to, keptFrom, keptTo) === 0;
      });
      return isSame;
    });
    const missed = recall.missed();
    if (missed !== undefined) addMark(missedText(missed, exact), exact.at);
    if (recall.isOver()) recall = undefined;
    return repeats;
  };
  const splitter = createLineSplitter((bytes, from, to, cutBytes) => {
    const hasTime = time.read(bytes, from, to);
    if (hasTime && isRepeat(bytes, from, to)) return;
    tallies.received += 1;
    if (hasTime) settleMark(time.at());
    else mark = undefined;
    const at = hasTime ? time.at() : 0;
    lastTime = Math.max(lastTime, at);
    const textFrom = hasTime ? from + time.length() : from;
    keeper.keep({ bytes, from, textFrom, to, at, time: lastTime, cutBytes });
  });

  function* newestFirst(): Generator<ExactTime & { sequence: number }> {
    for (let sequence = entries.end() - 1; sequence >= entries.first(); sequence -= 1) {
      const segment = entries.segmentOf(sequence);
      const line = sequence - (segment?.first ?? 0);
      if (segment === undefined || !segment.index.hasTime(line) || segment.index.role(line) === 'gap') continue;
      const isRead = entries.read(sequence, (bytes, from, to) => {
        keptTime.read(bytes, from, to);
      });
      if (isRead) yield { at: keptTime.at(), nanoseconds: keptTime.nanoseconds(), sequence };
    }
  }
  const newestAt = (): number | undefined => {
    for (const { at } of newestFirst()) return at;
    return undefined;
  };

  return {
    begin: ({ again }) => {
      splitter.reset();
      recall = again ? createRecall(newestFirst()) : undefined;
    },
    write: (chunk) => {
      const before = tallies.received;
      splitter.push(chunk);
      if (tallies.received > before && lastTime > 0) tallies.behindMs = Math.max(0, now() - lastTime);
    },
    end: (how) => {
      if (how === 'complete') splitter.flush();
      splitter.reset();
    },
    mark: (cause) => addMark(cause, now()),
    resumeTime: () => {
      const at = newestAt();
      return at === undefined ? undefined : new Date(startOfSecond(at)).toISOString();
    },
    newestAt,
  };
}

function missedText(last: ExactTime, next: ExactTime): string {
  const span = next.at - last.at < 1000 ? 'less than 1s' : formatDuration(next.at - last.at);
  return `${span} may be missing, from ${utcTime(last.at)} to ${utcTime(next.at)}: the log was rotated, or begins anew`;
}
