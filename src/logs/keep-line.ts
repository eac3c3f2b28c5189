import { createEventFollower } from './events/follow-events.ts';
import type { LoggerNames } from './events/logger-names.ts';
import type { TraceReader } from './exceptions/read-traces.ts';
import type { TakeTimedLine } from './intake/timed-lines.ts';
import type { LogLevel } from './log-store.ts';
import type { Entries } from './spool/entries.ts';

export type LineKeeper = {
  /** `keptAt` is the line's time, epoch ms, but never falls. */
  readonly keep: (...line: [...Parameters<TakeTimedLine>, keptAt: number]) => void;
  /** A gap mark, as bytes. */
  readonly keepGap: (bytes: Buffer, time: number) => void;
};

/** Lines to entries: each with its role, level and logger. `headed` is called for each event that begins. */
export function createLineKeeper(
  entries: Pick<Entries, 'append' | 'end'>,
  loggers: LoggerNames,
  traces: TraceReader,
  headed: (level: LogLevel | undefined, time: number, logger: number) => void,
): LineKeeper {
  const events = createEventFollower();
  return {
    keep: (bytes, from, to, time, cutBytes, keptAt) => {
      const textFrom = from + (time?.length() ?? 0);
      const { role, level, logger: name } = events.place(bytes, textFrom, to, time?.at() ?? 0);
      const logger = loggers.id(name);
      if (role === 'head') headed(level, keptAt, logger);
      traces.line(role, bytes, textFrom, to, keptAt, entries.end());
      entries.append(bytes, from, to, keptAt, { role, level, logger, hasTime: time !== undefined }, cutBytes);
    },
    keepGap: (bytes, time) => {
      events.interrupt();
      traces.line('gap', bytes, 0, 0, time, entries.end());
      const entry = { role: 'gap', level: undefined, logger: 0, hasTime: true } as const;
      entries.append(bytes, 0, bytes.length, time, entry, 0);
    },
  };
}
