import { explainFileError } from '../../../logs/spool/explain-file-error.ts';
import type { JournalEntry } from '../entry.ts';
import { type SegmentFile, type WriteAt, writeAll } from './segment-file.ts';
import type { SegmentHeader, UnwatchedLine } from './segment-header.ts';
import type { Interval, WatchedTime } from './watched-intervals.ts';

export type HeaderFacts = Omit<SegmentHeader, 'from' | 'watchedUntil'>;

/** If the time of the last update is longer ago, the cluster was not watched meanwhile. */
const maxDelayMs = 12_000;

export type SegmentWriterOptions = {
  /** Current time, epoch ms by the API server's clock. */
  readonly now?: () => number;
  readonly segmentBytes?: number;
  /** Limit of unsaved entries while writes fail. */
  readonly maxBuffered?: number;
  readonly writeAfterMs?: number;
  /** First and longest delay after a failed write. */
  readonly retryMs?: { readonly first: number; readonly longest: number };
  readonly write?: WriteAt;
  /** Called before entries are written. Must not reject. */
  readonly beforeWrite?: () => Promise<unknown>;
  /** Whether an entry must still be written. */
  readonly isNeeded?: (entry: JournalEntry) => boolean;
  /** Called after a segment was created, and after each MiB. Must not reject. */
  readonly onSpaceUsed?: (ownPath: string) => Promise<unknown>;
};

type Batch = { readonly lines: Buffer; readonly count: number };
type JournalLine = JournalEntry | UnwatchedLine;

export type WriterState = {
  readonly folder: string;
  readonly facts: HeaderFacts;
  readonly options: Required<SegmentWriterOptions>;
  /** All segments of this process; the last one is the current one. */
  readonly segments: SegmentFile[];
  /** Entries that are not in a batch yet. */
  queue: JournalLine[];
  /** The lines of the current write. They do not change until they are written. */
  batch: Batch | undefined;
  /** Times during which this process did not watch. */
  readonly unwatched: Interval[];
  /** Time of the first call. */
  from: number | undefined;
  watchedUntil: number | undefined;
  bytesSinceSpaceCheck: number;
  failure: string | undefined;
  retryMs: number;
  dropped: number;
  timer: NodeJS.Timeout | undefined;
  flushing: Promise<void> | undefined;
  closing: Promise<void> | undefined;
  isClosed: boolean;
};

export function createWriterState(folder: string, facts: HeaderFacts, options: SegmentWriterOptions): WriterState {
  const defaults: Required<SegmentWriterOptions> = {
    now: Date.now,
    segmentBytes: 4 * 1024 * 1024,
    maxBuffered: 10_000,
    writeAfterMs: 250,
    retryMs: { first: 5000, longest: 60_000 },
    write: writeAll,
    beforeWrite: async () => {},
    isNeeded: () => true,
    onSpaceUsed: async () => {},
  };
  return {
    folder,
    facts,
    options: { ...defaults, ...options },
    segments: [],
    queue: [],
    batch: undefined,
    unwatched: [],
    from: undefined,
    watchedUntil: undefined,
    bytesSinceSpaceCheck: 0,
    failure: undefined,
    retryMs: 0,
    dropped: 0,
    timer: undefined,
    flushing: undefined,
    closing: undefined,
    isClosed: false,
  };
}

export function hasUnsaved(state: WriterState): boolean {
  return state.queue.length > 0 || state.batch !== undefined || (state.watchedUntil ?? 0) > savedUntil(state);
}

/** Returns the watched time in the file of the current segment; 0 if there is no file. */
export function savedUntil({ segments }: WriterState): number {
  const current = segments.at(-1);
  return current === undefined || current.bytes === 0 ? 0 : current.watchedUntil;
}

export function recover(state: WriterState): void {
  state.failure = undefined;
  state.retryMs = 0;
}

export function fail(state: WriterState, error: unknown): void {
  const { first, longest } = state.options.retryMs;
  state.retryMs = state.retryMs === 0 ? first : Math.min(state.retryMs * 2, longest);
  state.failure = `journal is kept only in memory: ${explainFileError(error)}`;
  dropSurplus(state);
}

/** A slow disk is not a failure, so its limit is higher. */
function dropSurplus(state: WriterState): void {
  const { maxBuffered } = state.options;
  const surplus = state.queue.length - (state.failure === undefined ? 10 * maxBuffered : maxBuffered);
  if (surplus <= 0) return;
  const surplusLines = state.queue.splice(0, surplus);
  const unwatched = surplusLines.filter((line) => 'unwatched' in line);
  state.queue = [...unwatched, ...state.queue];
  state.dropped += surplus - unwatched.length;
}

/** Errors of a write have no path. */
export function withPath(error: unknown, path: string): unknown {
  if (!(error instanceof Error)) return error;
  const { code, path: known } = error as NodeJS.ErrnoException;
  return known === undefined
    ? Object.assign(new Error(`${error.message} (${path})`, { cause: error }), { code, path })
    : error;
}

export function watchedBy({ segments, unwatched, from, watchedUntil }: WriterState): WatchedTime {
  if (from === undefined) return { watched: [], unwatched };
  const complete = segments.slice(0, -1).map((segment) => ({ from: segment.header.from, until: segment.watchedUntil }));
  const start = segments.at(-1)?.header.from ?? from;
  return { watched: [...complete, { from: start, until: Math.max(start, watchedUntil ?? start) }], unwatched };
}

export function addEntries(state: WriterState, entries: readonly JournalEntry[]): void {
  if (state.isClosed || entries.length === 0) return;
  state.from ??= Math.round(state.options.now());
  for (const entry of entries) {
    state.queue.push(entry);
    if (entry.kind === 'sleep') state.unwatched.push({ from: entry.at, until: entry.until });
  }
  dropSurplus(state);
}

export function setWatchedUntil(state: WriterState, until: number): void {
  if (state.isClosed || !Number.isFinite(until)) return;
  const at = Math.round(until);
  state.from ??= at;
  const previous = state.watchedUntil ?? state.from;
  if (at - previous > maxDelayMs) {
    state.queue.push({ unwatched: previous, until: at });
    state.unwatched.push({ from: previous, until: at });
  }
  state.watchedUntil = Math.max(at, previous);
}
