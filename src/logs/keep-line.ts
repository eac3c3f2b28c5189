import type { TraceReader } from './exceptions/read-traces.ts';
import { createEventFollower } from './ingest/follow-events.ts';
import type { LoggerNames } from './ingest/logger-names.ts';
import type { LogLevel } from './log-store.ts';
import type { Entries } from './spool/entries.ts';

export type LineKeeper = {
  /**
   * One line, from its time on; `textFrom` is behind that. `at` is the kubelet's time, 0 if it has none; `time` is the
   * same, but never falls.
   */
  readonly keep: (line: {
    readonly bytes: Buffer;
    readonly from: number;
    readonly textFrom: number;
    readonly to: number;
    readonly at: number;
    readonly time: number;
    readonly cutBytes: number;
  }) => void;
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
    keep: ({ bytes, from, textFrom, to, at, time, cutBytes }) => {
      const { role, level, logger: name } = events.place(bytes, textFrom, to, at);
      const logger = loggers.id(name);
      if (role === 'head') headed(level, time, logger);
      traces.line(role, bytes, textFrom, to, time, entries.end());
      entries.append(bytes, from, to, time, { role, level, logger, hasTime: textFrom > from }, cutBytes);
    },
    keepGap: (bytes, time) => {
      events.interrupt();
      traces.line('gap', bytes, 0, 0, time, entries.end());
      const entry = { role: 'gap', level: undefined, logger: 0, hasTime: true } as const;
      entries.append(bytes, 0, bytes.length, time, entry, 0);
    },
  };
}
