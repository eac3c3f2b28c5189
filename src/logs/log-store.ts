export const logLevels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * The role of a line in its event: the head, then the text, frames and causes. The head is a line written by a logger,
 * or a line of other output.
 */
export type LineRole = 'head' | 'text' | 'frame' | 'cause' | 'gap';

export type LogLine =
  | {
      readonly kind: 'line';
      /** Increases by one for each entry of the source. */
      readonly sequence: number;
      /** The kubelet's time, epoch ms; undefined if the line has no timestamp. */
      readonly at: number | undefined;
      /** Level of the event. All lines of a stack trace have the level of their head. */
      readonly level: LogLevel | undefined;
      readonly role: Exclude<LineRole, 'gap'>;
      /** The original line without timestamp and line end, truncated at 64 KiB. It may contain control characters. */
      readonly text: string;
      /** Number of bytes removed by the truncation. */
      readonly truncatedBytes: number;
    }
  /** A gap marker, for example for missing lines or a container restart. */
  | { readonly kind: 'gap'; readonly sequence: number; readonly at: number; readonly reason: string };

export type LogCounters = {
  /** Lines received, without repeated lines. */
  readonly received: number;
  /** Kept entries: lines and gap markers. */
  readonly kept: number;
  /** Oldest lines dropped because of the size limit. */
  readonly evicted: number;
  /** Size of the kept entries with their timestamps. */
  readonly bytes: number;
  /** Age of the newest line when it was received, ms; undefined before the first line. */
  readonly behindMs: number | undefined;
};

export type LogSourceState =
  | { readonly state: 'connecting' }
  | { readonly state: 'following' }
  | { readonly state: 'waiting'; readonly reason: string; readonly nextTryAt: number }
  | { readonly state: 'denied'; readonly reason: string }
  | { readonly state: 'ended'; readonly reason: string };

/**
 * Complete lines from the spool, at most 256 KiB. A block is valid until the next read, and only in the same iteration
 * of the event loop.
 */
export type LogBlock = {
  /** Sequence of the first line. */
  readonly first: number;
  /** Lines as stored: timestamp, space, text, line feed. */
  readonly bytes: Buffer;
  /** Start offset of each line, followed by the end offset of the last line. */
  readonly starts: Uint32Array;
};

/** Numbers of warnings and errors per minute. */
export type LogMinutes = {
  /** The newest minute, in minutes since the epoch; 0 without events. */
  readonly minute: number;
  /** WARN events of each minute, newest last; at most 60 minutes. */
  readonly warnings: readonly number[];
  /** ERROR and FATAL events of each minute. */
  readonly errors: readonly number[];
};

/** What the loggers of one container wrote in the last ten minutes, in buckets of `liveVolume`. */
export type LogVolume = {
  /**
   * Visits what a logger wrote at a level in the buckets `from` to `to`, inclusive, numbered since the epoch. The lines of
   * a stack trace belong to the logger that wrote it. Bytes include line ends, but not the kubelet's timestamps.
   */
  readonly visit: (
    from: number,
    to: number,
    use: (
      bucket: number,
      logger: string,
      level: LogLevel | undefined,
      lines: number,
      bytes: number,
      events: number,
    ) => void,
  ) => void;
  /** Number of places in these buckets where lines may be missing. */
  readonly gaps: (from: number, to: number) => number;
  /** Epoch ms from which on all lines are counted; undefined before the log was opened. */
  readonly since: () => number | undefined;
  /** Epoch ms of the newest line; undefined without lines. */
  readonly newestAt: () => number | undefined;
};

/** One container's log. Above the size limit, the oldest lines are dropped and counted. */
export type LogSource = {
  /** `uid/container`, with the uid of the pod. */
  readonly key: string;
  readonly uid: string;
  readonly pod: string;
  readonly container: string;
  readonly state: LogSourceState;
  readonly counters: LogCounters;
  /** Increases with every change. */
  readonly version: number;
  /** Sequence of the oldest kept entry. */
  readonly first: number;
  /** Sequence after the newest entry; equal to `first` if the log is empty. */
  readonly end: number;
  /**
   * Returns the kept lines from `from` up to, but not including, `to`. Reads them from memory or from a bounded part
   * of the file.
   */
  readonly lines: (from: number, to: number) => readonly LogLine[];
  /**
   * Returns the role from the index in memory, which is fast enough to scan a million lines. Missing entries have the
   * role `text` and no level.
   */
  readonly roleAt: (sequence: number) => LineRole;
  readonly levelAt: (sequence: number) => LogLevel | undefined;
  /** Returns the logger name of the event, as written in the log. */
  readonly loggerAt: (sequence: number) => string | undefined;
  /** Returns epoch ms, which never decrease. A line without a timestamp has the time of the previous line, or 0. */
  readonly timeAt: (sequence: number) => number;
  /** Returns the first sequence at or after this time; `end` if there is none. */
  readonly sequenceAtTime: (at: number) => number;
  /** Returns the first kept line of a line's event. */
  readonly headOf: (sequence: number) => number;
  /** Returns the block with this entry, for searching; undefined if the entry is not kept or cannot be read. */
  readonly block: (sequence: number) => LogBlock | undefined;
  readonly minutes: () => LogMinutes;
  /** What the loggers wrote in the last ten minutes. */
  readonly volume: LogVolume;
};

/** Stack traces from all sources with the same exception classes and frames. */
export type ExceptionGroup = {
  readonly id: string;
  /** Class and message of the first trace. */
  readonly title: string;
  /** First line of each cause, outermost first. */
  readonly causes: readonly string[];
  readonly count: number;
  /** Epoch ms of the oldest trace. */
  readonly firstAt: number;
  readonly lastAt: number;
  readonly pods: readonly string[];
  /** First line of the newest trace. */
  readonly last: { readonly key: string; readonly sequence: number };
};

export type LogStore = {
  readonly source: (key: string) => LogSource | undefined;
  /** Returns the sources of a pod in the order in which they were opened. The main container is first. */
  readonly sourcesOf: (uid: string) => readonly LogSource[];
  readonly sources: () => readonly LogSource[];
  /** Calls the listener after changes, at most once per iteration of the event loop. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Returns the loggers of all logs with their numbers of events. */
  readonly loggers: () => readonly { readonly name: string; readonly count: number }[];
  /** Returns groups of equal stack traces, newest first. */
  readonly exceptions: () => readonly ExceptionGroup[];
  /** Folder of the log files; undefined before the first file is created. */
  readonly folder: string | undefined;
  /** Message that says why logs are kept only in memory; undefined without an error. */
  readonly failure: string | undefined;
};
