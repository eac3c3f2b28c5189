import type { LoggerNames } from './events/logger-names.ts';
import { createEventTracker } from './events/track-events.ts';
import type { TraceReader } from './exceptions/read-traces.ts';
import type { TimedLineHandler } from './intake/timed-lines.ts';
import type { LineRole, LogLevel } from './log-store.ts';
import type { Entries } from './spool/entries.ts';

export type EntryWriter = {
  /** Writes a line. `keptAt` is the time to store, epoch ms, which must not decrease from line to line. */
  readonly writeLine: (...line: [...Parameters<TimedLineHandler>, keptAt: number]) => void;
  readonly writeGap: (bytes: Buffer, time: number) => void;
};

/** Called for each line. `time` is the stored time, epoch ms, and `bytes` the size of the line with its line end. */
export type OnLine = (role: LineRole, level: LogLevel | undefined, logger: number, time: number, bytes: number) => void;

/** Writes lines as entries with role, level and logger. */
export function createEntryWriter(
  entries: Pick<Entries, 'append' | 'end'>,
  loggers: LoggerNames,
  traces: TraceReader,
  onLine: OnLine,
): EntryWriter {
  const events = createEventTracker();
  return {
    writeLine: (bytes, from, to, time, truncatedBytes, keptAt) => {
      const textFrom = from + (time?.length() ?? 0);
      const { role, level, logger: name } = events.next(bytes, textFrom, to, time?.at() ?? 0);
      const logger = loggers.id(name);
      onLine(role, level, logger, keptAt, to - textFrom + truncatedBytes + 1);
      traces.line(role, bytes, textFrom, to, keptAt, entries.end());
      entries.append(bytes, from, to, keptAt, { role, level, logger, hasTime: time !== undefined }, truncatedBytes);
    },
    writeGap: (bytes, time) => {
      events.interrupt();
      traces.line('gap', bytes, 0, 0, time, entries.end());
      const entry = { role: 'gap', level: undefined, logger: 0, hasTime: true } as const;
      entries.append(bytes, 0, bytes.length, time, entry, 0);
    },
  };
}
