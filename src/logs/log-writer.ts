import type { LogSourceState } from './log-store.ts';

/** Receives one container's log from its reader. */
export type LogWriter = {
  readonly setState: (state: LogSourceState) => void;
  /**
   * Starts a stream and drops an incomplete line of the previous stream. In a resumed stream, repeated lines are
   * dropped and gaps are marked.
   */
  readonly begin: (options: { readonly isResumed: boolean }) => void;
  /** Adds received bytes, with the kubelet's timestamp before each line. */
  readonly write: (chunk: Uint8Array) => void;
  /**
   * `complete`: the log has ended, perhaps without a final line feed. `broken`: the connection was lost, and an
   * incomplete line will be sent again.
   */
  readonly end: (reason: 'complete' | 'broken') => void;
  /** Adds a gap marker with a reason. */
  readonly markGap: (reason: string) => void;
  /** Returns the `sinceTime` to resume from, RFC 3339; undefined if no line has a timestamp. */
  readonly resumeTime: () => string | undefined;
  /** Returns the time of the newest line, epoch ms; undefined if no line has a timestamp. */
  readonly newestAt: () => number | undefined;
};

/** Receives the beginning of a log whose end was read first. */
export type OlderLinesWriter = {
  /** Adds the next bytes from the beginning of the log. Returns false when the first kept line has been reached. */
  readonly write: (chunk: Uint8Array) => boolean;
  /** Returns the number of inserted lines; 0 if the first kept line was not reached or has been evicted. */
  readonly end: () => number;
};
