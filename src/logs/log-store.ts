export const logLevels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * What a line is to its event. An event begins with a head (a line of a logger's pattern or of a JSON layout, or a
 * line of its own: standard output of user code); text, frames and causes that follow belong to it.
 */
export type LineRole = 'head' | 'text' | 'frame' | 'cause' | 'gap';

export type LogLine =
  | {
      readonly kind: 'line';
      /** Counts up by one for each entry of its source. */
      readonly sequence: number;
      /** The kubelet's time, epoch ms; undefined if the line came without one. */
      readonly at: number | undefined;
      /** Of the event that the line is of: a stack trace's lines are ERROR too. */
      readonly level: LogLevel | undefined;
      readonly role: Exclude<LineRole, 'gap'>;
      /**
       * As it came, without the kubelet's time and the line end; not safe for a terminal. Cut at 64 KiB, with
       * `cutBytes` saying how much went.
       */
      readonly text: string;
      readonly cutBytes: number;
    }
  /** Lines are missing here, or may be: never silent. */
  | { readonly kind: 'gap'; readonly sequence: number; readonly at: number; readonly cause: string };

export type LogCounters = {
  /** Lines that came. */
  readonly received: number;
  /** Entries that can be read, lines and gap marks. */
  readonly kept: number;
  /** Oldest lines that went for want of room. */
  readonly evicted: number;
  /** What the kept entries take, with their times. */
  readonly bytes: number;
  /** How old the newest line was when it came, ms: how far the reader is behind. undefined before the first one. */
  readonly behindMs: number | undefined;
};

export type LogSourceState =
  | { readonly state: 'connecting' }
  | { readonly state: 'following' }
  | { readonly state: 'waiting'; readonly reason: string; readonly nextTryAt: number }
  | { readonly state: 'denied'; readonly reason: string }
  | { readonly state: 'ended'; readonly reason: string };

/**
 * A run of whole lines as they lie in the spool: the kubelet's time, a blank, the text, a line feed. At most 256 KiB,
 * or one line. Valid in the turn in which it was asked for, until something else is read.
 */
export type LogBlock = {
  /** The sequence of its first line. */
  readonly first: number;
  readonly bytes: Buffer;
  /** Where each line begins, and then where the last one ends. */
  readonly starts: Uint32Array;
};

/** Events a minute. */
export type LogMinutes = {
  /** Epoch minutes of the newest one; 0 while there is none. */
  readonly minute: number;
  /** The newest minute last, 60 at most. */
  readonly warnings: readonly number[];
  /** ERROR and FATAL. */
  readonly errors: readonly number[];
};

/** One container's log; the oldest lines go first and are counted. Sequences run without a hole from `first` to `end`. */
export type LogSource = {
  /** `uid/container`, of a pod's uid. */
  readonly key: string;
  readonly uid: string;
  readonly pod: string;
  readonly container: string;
  readonly state: LogSourceState;
  readonly counters: LogCounters;
  /** Grows with every change: compare it to see whether to draw again. */
  readonly version: number;
  /** The sequence of the oldest kept entry. */
  readonly first: number;
  /** The sequence after the newest entry; the same as `first` while there is none. */
  readonly end: number;
  /** From one sequence up to before another, clipped to what is kept. From memory, or by a bounded read of the file. */
  readonly lines: (from: number, to: number) => readonly LogLine[];
  /** From the index in memory, for scans over a million lines; of what is not kept, as of text without a level. */
  readonly roleAt: (sequence: number) => LineRole;
  readonly levelAt: (sequence: number) => LogLevel | undefined;
  /** The full name, of the event. */
  readonly loggerAt: (sequence: number) => string | undefined;
  /** Epoch ms, never falling: a line without a time has its predecessor's. 0 before the first one that has one. */
  readonly timeAt: (sequence: number) => number;
  /** The first sequence whose time is this one or later; `end` if there is none. */
  readonly sequenceAtTime: (at: number) => number;
  /** Where the event of a line begins, as far back as it is kept. */
  readonly headOf: (sequence: number) => number;
  /** The block that holds an entry, for searching; undefined for what is not kept, or can no longer be read. */
  readonly block: (sequence: number) => LogBlock | undefined;
  readonly minutes: () => LogMinutes;
};

/** Equal stack traces, over all sources: the same exception classes and frames. */
export type ExceptionGroup = {
  readonly id: string;
  /** Class and message of the first one. */
  readonly title: string;
  /** The first lines of its causes, the outermost first. */
  readonly causes: readonly string[];
  readonly count: number;
  /** Epoch ms. */
  readonly firstAt: number;
  readonly lastAt: number;
  readonly pods: readonly string[];
  /** Where the newest one begins. */
  readonly last: { readonly key: string; readonly sequence: number };
};

export type LogStore = {
  readonly source: (key: string) => LogSource | undefined;
  /** A pod's, in the order in which they were opened: its main container first. */
  readonly sourcesOf: (uid: string) => readonly LogSource[];
  readonly sources: () => readonly LogSource[];
  /** Called at most once a turn of the event loop after changes; batching to frames is the screen's. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Seen in all logs, with the number of their events. */
  readonly loggers: () => readonly { readonly name: string; readonly count: number }[];
  /** The newest first, as many as are remembered. */
  readonly exceptions: () => readonly ExceptionGroup[];
  /** Where the files lie; undefined while there are none. */
  readonly folder: string | undefined;
  /** Why lines are in memory alone; undefined while all is well. */
  readonly failure: string | undefined;
};
