export const logLevels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * The role of a line in its event. An event starts with a head: a line of a logger, or standard output of user code.
 * The text, frames and causes after it belong to the event.
 */
export type LineRole = 'head' | 'text' | 'frame' | 'cause' | 'gap';

export type LogLine =
  | {
      readonly kind: 'line';
      /** Increases by one for each entry of the source. */
      readonly sequence: number;
      /** The kubelet's time, epoch ms; undefined if the line has no timestamp. */
      readonly at: number | undefined;
      /** Level of the event: the lines of a stack trace are ERROR too. */
      readonly level: LogLevel | undefined;
      readonly role: Exclude<LineRole, 'gap'>;
      /**
       * The original line without timestamp and line end; not safe for a terminal. Truncated at 64 KiB. `truncatedBytes` is
       * the number of bytes removed.
       */
      readonly text: string;
      readonly truncatedBytes: number;
    }
  /** A gap marker: lines are or may be missing here. */
  | { readonly kind: 'gap'; readonly sequence: number; readonly at: number; readonly reason: string };

export type LogCounters = {
  /** Lines received. */
  readonly received: number;
  /** Entries that can be read: lines and gap markers. */
  readonly kept: number;
  /** Oldest lines dropped because of the size limit. */
  readonly evicted: number;
  /** Size of the kept entries with their timestamps. */
  readonly bytes: number;
  /** Age of the newest line at its arrival, ms: the delay of the reader. undefined before the first line. */
  readonly behindMs: number | undefined;
};

export type LogSourceState =
  | { readonly state: 'connecting' }
  | { readonly state: 'following' }
  | { readonly state: 'waiting'; readonly reason: string; readonly nextTryAt: number }
  | { readonly state: 'denied'; readonly reason: string }
  | { readonly state: 'ended'; readonly reason: string };

/**
 * Complete lines as stored in the spool: timestamp, space, text, line feed. At most 256 KiB, or one line. Valid until
 * the next read, and only in the same iteration of the event loop.
 */
export type LogBlock = {
  /** Sequence of the first line. */
  readonly first: number;
  readonly bytes: Buffer;
  /** Start offset of each line, followed by the end offset of the last line. */
  readonly starts: Uint32Array;
};

/** Number of events per minute. */
export type LogMinutes = {
  /** The newest minute, in minutes since the epoch; 0 without events. */
  readonly minute: number;
  /** Counts per minute, newest last, 60 at most. */
  readonly warnings: readonly number[];
  /** ERROR and FATAL. */
  readonly errors: readonly number[];
};

/**
 * One container's log. The oldest lines are dropped first and counted. Sequences are consecutive from `first` to `end`.
 */
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
   * Returns the kept lines from one sequence up to, but not including, another. Reads memory or a bounded part of the
   * file.
   */
  readonly lines: (from: number, to: number) => readonly LogLine[];
  /**
   * Reads the index in memory, which is fast enough to scan a million lines. Missing entries count as text without a
   * level.
   */
  readonly roleAt: (sequence: number) => LineRole;
  readonly levelAt: (sequence: number) => LogLevel | undefined;
  /** Full logger name of the event. */
  readonly loggerAt: (sequence: number) => string | undefined;
  /** Epoch ms, never decreasing. A line without a timestamp has the time of the line before it, or 0. */
  readonly timeAt: (sequence: number) => number;
  /** Returns the first sequence at or after this time; `end` if there is none. */
  readonly sequenceAtTime: (at: number) => number;
  /** Returns the first kept line of a line's event. */
  readonly headOf: (sequence: number) => number;
  /** Returns the block with this entry, for searching; undefined if it is not kept or cannot be read. */
  readonly block: (sequence: number) => LogBlock | undefined;
  readonly minutes: () => LogMinutes;
};

/** Stack traces with the same exception classes and frames, over all sources. */
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
  /** Returns the sources of a pod in the order they were opened, main container first. */
  readonly sourcesOf: (uid: string) => readonly LogSource[];
  readonly sources: () => readonly LogSource[];
  /** Calls the listener after changes, at most once per iteration of the event loop. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Loggers of all logs, with their number of events. */
  readonly loggers: () => readonly { readonly name: string; readonly count: number }[];
  /** Groups of equal stack traces, newest first. */
  readonly exceptions: () => readonly ExceptionGroup[];
  /** Folder of the log files; undefined before the first file. */
  readonly folder: string | undefined;
  /** The reason why lines are only in memory; undefined without an error. */
  readonly failure: string | undefined;
};
