export const logLevels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
export type LogLevel = (typeof logLevels)[number];

export type LogLine =
  | {
      readonly kind: 'line';
      /** Counts up by one for each entry of its source. */
      readonly sequence: number;
      /** The kubelet's time, epoch ms; undefined if the line came without one. */
      readonly at: number | undefined;
      /** Of the line itself, or of the event that it continues (a stack trace's lines are ERROR too). */
      readonly level: LogLevel | undefined;
      /** As it came, without the line end; not safe for a terminal. Cut at 64 KiB, with `cutBytes` saying how much went. */
      readonly text: string;
      readonly cutBytes: number;
    }
  /** Lines are missing here, or may be: never silent. */
  | { readonly kind: 'gap'; readonly sequence: number; readonly at: number; readonly cause: string };

type LogCounters = {
  readonly received: number;
  readonly kept: number;
  /** Oldest lines that went for want of room. */
  readonly evicted: number;
  readonly bytes: number;
};

export type LogSourceState =
  | { readonly state: 'connecting' }
  | { readonly state: 'following' }
  | { readonly state: 'waiting'; readonly reason: string; readonly nextTryAt: number }
  | { readonly state: 'denied'; readonly reason: string }
  | { readonly state: 'ended'; readonly reason: string };

/** One container's log, bounded in lines; the oldest go first and are counted. */
export type LogSource = {
  readonly uid: string;
  readonly pod: string;
  readonly container: string;
  readonly state: LogSourceState;
  readonly counters: LogCounters;
  /** Grows with every change: compare it to see whether to draw again. */
  readonly version: number;
  /** A slice by position among the kept entries; 0 is the oldest. */
  readonly slice: (from: number, to: number) => readonly LogLine[];
};

export type LogStore = {
  readonly source: (uid: string) => LogSource | undefined;
  readonly sources: () => readonly LogSource[];
  /** Called at most once a turn of the event loop after changes; batching to frames is the screen's. */
  readonly subscribe: (listener: () => void) => () => void;
};
