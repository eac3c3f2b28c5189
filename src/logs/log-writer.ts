import type { LogSourceState } from './log-store.ts';

/** Receives one container's log from its reader. */
export type LogWriter = {
  readonly setState: (state: LogSourceState) => void;
  /**
   * Starts a stream. With `isResumed` it may repeat kept lines, which are dropped; gaps are marked. An incomplete line
   * of the previous stream is dropped.
   */
  readonly begin: (options: { readonly isResumed: boolean }) => void;
  /** Adds received bytes, with the kubelet's timestamp before each line. */
  readonly write: (chunk: Uint8Array) => void;
  /**
   * Ends a stream. `complete`: the log has ended, perhaps without a final line feed. `broken`: the connection was lost,
   * and an incomplete line will be sent again.
   */
  readonly end: (reason: 'complete' | 'broken') => void;
  /** Adds a gap marker with the reason and the time span. */
  readonly markGap: (reason: string) => void;
  /** The kubelet's `sinceTime` to resume from, RFC 3339; undefined without a line with a timestamp. */
  readonly resumeTime: () => string | undefined;
  /** Epoch ms of the newest line; undefined without a line with a timestamp. */
  readonly newestAt: () => number | undefined;
};

/** Receives the beginning of a log whose end was read first. */
export type OlderLinesWriter = {
  /** Adds bytes from the beginning of the log; false once it has reached the kept lines. */
  readonly write: (chunk: Uint8Array) => boolean;
  /** Finishes and returns the number of lines inserted; 0 if the kept lines were not reached. */
  readonly end: () => number;
};
