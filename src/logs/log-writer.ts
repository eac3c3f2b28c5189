import type { LogSourceState } from './log-store.ts';

/** The side of a log source that whoever reads the container's log writes to. */
export type LogWriter = {
  readonly setState: (state: LogSourceState) => void;
  /**
   * A stream begins; `again` if it may repeat lines that are here already. Repeats are dropped, what is missing is marked.
   * A line that the stream before left without its end is forgotten.
   */
  readonly begin: (options: { readonly again: boolean }) => void;
  /** Bytes as they come, with the kubelet's time before each line. */
  readonly write: (chunk: Uint8Array) => void;
  /**
   * The log is over, `complete`, and may have a last line without a line end; or a stream of it broke, and has half a
   * line, which comes whole when it begins again.
   */
  readonly end: (how: 'complete' | 'broken') => void;
  /** A gap: why lines are missing here, or may be, and of which span. */
  readonly mark: (cause: string) => void;
  /** RFC 3339, to ask the kubelet from; undefined if there is no line with a time yet. */
  readonly resumeTime: () => string | undefined;
  /** Epoch ms of the newest line; undefined if there is no line with a time yet. */
  readonly newestAt: () => number | undefined;
};

/** The way in for the beginning of a log of which the end was read first. */
export type OlderLines = {
  /** The log from its beginning, as it comes; false as soon as it has come to what is kept. */
  readonly write: (chunk: Uint8Array) => boolean;
  /** Nothing more comes. All of it is put before the rest, or nothing if it did not come so far; returns how many lines. */
  readonly end: () => number;
};
