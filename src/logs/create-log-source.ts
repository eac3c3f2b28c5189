import type { LoggerNames } from './events/logger-names.ts';
import { createMinuteCounts } from './events/minute-counts.ts';
import type { Trace, TraceReader } from './exceptions/read-traces.ts';
import { insertOlderLines } from './insert-older-lines.ts';
import { createLogIntake } from './intake/log-intake.ts';
import type { LogSource, LogSourceState } from './log-store.ts';
import type { LogWriter, OlderLinesWriter } from './log-writer.ts';
import { createLineReader } from './read-lines.ts';
import type { Entries } from './spool/entries.ts';
import { createSpoolSink, type LineCounters } from './spool-sink.ts';
import { noLogger, otherLoggers } from './talkers/unnamed-loggers.ts';
import { createVolumeCounts, liveVolume, othersId } from './talkers/volume-counts.ts';

export type LogIdentity = {
  readonly key: string;
  readonly uid: string;
  readonly pod: string;
  readonly container: string;
};

/** Creates the source and the writers of one container's log. Calls `onChange` after each write or change of state. */
export function createLogSource(
  identity: LogIdentity,
  {
    entries,
    loggers,
    traces,
    addTrace,
    now,
    onChange,
  }: {
    readonly entries: Entries;
    readonly loggers: LoggerNames;
    readonly traces: TraceReader;
    readonly addTrace: (trace: Trace) => void;
    readonly now: () => number;
    readonly onChange: () => void;
  },
): {
  readonly source: LogSource;
  readonly writer: LogWriter;
  readonly prependLines: () => OlderLinesWriter | undefined;
} {
  const reader = createLineReader(entries);
  const counts = createMinuteCounts();
  const volume = createVolumeCounts(liveVolume);
  const counters: LineCounters = { received: 0, behindMs: undefined };
  const intake = createLogIntake(
    createSpoolSink(entries, { loggers, traces, counts, volume, counters, now, onEntryChange: reader.forget }),
  );
  let state: LogSourceState = { state: 'connecting' };
  let followedSince: number | undefined;
  let version = 0;

  const notifyChange = () => {
    version += 1;
    onChange();
  };

  const writer: LogWriter = {
    setState: (next) => {
      state = next;
      if (next.state === 'following') followedSince ??= now();
      notifyChange();
    },
    begin: intake.begin,
    write: (chunk) => {
      intake.write(chunk);
      notifyChange();
    },
    end: (reason) => {
      intake.end(reason);
      notifyChange();
    },
    markGap: (cause) => {
      intake.markGap(cause);
      notifyChange();
    },
    resumeTime: intake.resumeTime,
    newestAt: intake.newestAt,
  };

  const prependLines = (): OlderLinesWriter | undefined => {
    const lines = insertOlderLines(entries, {
      loggers,
      counts,
      volume,
      addTrace,
      onReceived: (count) => {
        counters.received += count;
      },
    });
    if (lines === undefined) return undefined;
    return {
      write: lines.write,
      end: () => {
        const count = lines.end();
        notifyChange();
        return count;
      },
    };
  };

  const roleAt: LogSource['roleAt'] = (sequence) => {
    const segment = entries.segmentOf(sequence);
    return segment === undefined ? 'text' : segment.index.role(sequence - segment.first);
  };
  const source: LogSource = {
    ...identity,
    get state() {
      return state;
    },
    get counters() {
      return {
        ...counters,
        kept: entries.end() - entries.first(),
        evicted: entries.evictedLines(),
        bytes: entries.bytes(),
      };
    },
    get version() {
      return version;
    },
    get first() {
      return entries.first();
    },
    get end() {
      return entries.end();
    },
    lines: reader.lines,
    roleAt,
    levelAt: (sequence) => {
      const segment = entries.segmentOf(sequence);
      return segment?.index.level(sequence - segment.first);
    },
    loggerAt: (sequence) => {
      const segment = entries.segmentOf(sequence);
      return segment && loggers.name(segment.index.logger(sequence - segment.first));
    },
    timeAt: entries.timeAt,
    sequenceAtTime: (at) => {
      let low = entries.first();
      let high = entries.end();
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        if (entries.timeAt(middle) >= at) high = middle;
        else low = middle + 1;
      }
      return low;
    },
    headOf: (sequence) => {
      const first = entries.first();
      let head = Math.min(sequence, entries.end() - 1);
      while (head > first && roleAt(head) !== 'head' && roleAt(head) !== 'gap') head -= 1;
      return Math.max(first, head);
    },
    block: entries.block,
    minutes: counts.minutes,
    volume: {
      visit: (from, to, use) =>
        volume.visit(from, to, (bucket, logger, level, lines, bytes, events) => {
          const name = logger === othersId ? otherLoggers : (loggers.name(logger) ?? noLogger);
          use(bucket, name, level, lines, bytes, events);
        }),
      gaps: volume.gaps,
      since: () => smallest(followedSince, volume.firstAt()),
      newestAt: volume.lastAt,
    },
  };
  return { source, writer, prependLines };
}

function smallest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}
