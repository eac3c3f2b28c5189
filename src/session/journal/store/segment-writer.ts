import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { JournalEntry } from '../entry.ts';
import { appendLines, newSegmentFile, type SegmentFile, SegmentLostError, writeWatchedUntil } from './segment-file.ts';
import type { WatchedTime } from './watched-intervals.ts';
import {
  addEntries,
  createWriterState,
  fail,
  type HeaderFacts,
  hasUnsaved,
  recover,
  type SegmentWriterOptions,
  savedUntil,
  setWatchedUntil,
  type WriterState,
  watchedBy,
  withPath,
} from './writer-state.ts';

/** Writes the entries of this process. No function throws or rejects. */
export type SegmentWriter = {
  /** Saves entries within a second. */
  readonly append: (entries: readonly JournalEntry[]) => void;
  /**
   * Records that the cluster was watched until this time. The first call starts the watched time, and so does a call
   * more than 12 seconds after the previous one.
   */
  readonly watch: (until: number) => void;
  /** One message while entries cannot be saved. */
  readonly failure: () => string | undefined;
  /** Number of entries that could not be saved and are no longer buffered. */
  readonly dropped: () => number;
  /** Number of entries that are not saved yet. */
  readonly unsaved: () => number;
  readonly isOwn: (name: string) => boolean;
  readonly watched: () => WatchedTime;
  /** Saves all entries. Gives up after one failure or two seconds. */
  readonly close: () => Promise<void>;
};

const linesPerWrite = 2000;
const spaceCheckBytes = 1024 * 1024;
const closeWithinMs = 2000;

export function createSegmentWriter(
  folder: string,
  facts: HeaderFacts,
  options: SegmentWriterOptions = {},
): SegmentWriter {
  const state = createWriterState(folder, facts, options);
  return {
    append: (entries) => {
      addEntries(state, entries);
      schedule(state);
    },
    watch: (until) => {
      setWatchedUntil(state, until);
      schedule(state);
    },
    failure: () => state.failure,
    dropped: () => state.dropped,
    unsaved: () => state.queue.length + (state.batch?.count ?? 0),
    isOwn: (name) => state.segments.some((segment) => segment.name === name),
    watched: () => watchedBy(state),
    close: () => {
      state.closing ??= close(state);
      return state.closing;
    },
  };
}

function schedule(state: WriterState): void {
  if (state.timer !== undefined || state.flushing !== undefined || state.isClosed || !hasUnsaved(state)) return;
  const delay = state.failure === undefined ? state.options.writeAfterMs : state.retryMs;
  state.timer = setTimeout(() => void startFlush(state), delay).unref();
}

function startFlush(state: WriterState): Promise<void> {
  clearTimeout(state.timer);
  state.timer = undefined;
  state.flushing ??= flush(state)
    .then(() => recover(state))
    .catch((error: unknown) => fail(state, error))
    .finally(() => {
      state.flushing = undefined;
      schedule(state);
    });
  return state.flushing;
}

async function flush(state: WriterState): Promise<void> {
  if (state.queue.length > 0) await state.options.beforeWrite();
  for (;;) {
    state.batch ??= takeBatch(state);
    if (state.batch === undefined) break;
    await writeBatch(state, state.batch.lines);
    state.batch = undefined;
  }
  const { watchedUntil } = state;
  if (watchedUntil === undefined || watchedUntil <= savedUntil(state)) return;
  // Written after the entries, so that the watched time has all its entries.
  await withSegment(state, (segment) => writeWatchedUntil(segment, watchedUntil, state.options.write));
}

function takeBatch({ queue, options: { isNeeded } }: WriterState): WriterState['batch'] {
  while (queue.length > 0) {
    const lines = queue.splice(0, linesPerWrite).filter((line) => 'unwatched' in line || isNeeded(line));
    if (lines.length === 0) continue;
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    return { lines: Buffer.from(text), count: lines.length };
  }
  return undefined;
}

async function writeBatch(state: WriterState, lines: Buffer): Promise<void> {
  await withSegment(state, (segment) => appendLines(segment, lines, state.options.write));
  state.bytesSinceSpaceCheck += lines.length;
  if (state.bytesSinceSpaceCheck >= spaceCheckBytes) await checkSpace(state);
}

/** Uses the current segment, or a new one if there is none, it is full, or it was deleted. */
async function withSegment(state: WriterState, use: (segment: SegmentFile) => Promise<void>): Promise<void> {
  const current = state.segments.at(-1);
  // After a failure, the same lines must go to the same segment.
  const isFull = current !== undefined && current.bytes > state.options.segmentBytes && !current.isDamaged;
  const segment = current === undefined || isFull ? addSegment(state) : current;
  const isNew = segment.bytes === 0;
  try {
    await use(segment);
  } catch (error) {
    if (!(error instanceof SegmentLostError)) throw withPath(error, segment.path);
    addSegment(state);
    return withSegment(state, use);
  }
  if (isNew) await checkSpace(state);
}

function addSegment({ folder, facts, segments, options, from: first }: WriterState): SegmentFile {
  const previous = segments.at(-1);
  const from = previous?.watchedUntil ?? first ?? Math.round(options.now());
  // Names are in the order of creation, although they only have seconds.
  const start = previous === undefined ? from : Math.max(from, previous.start + 1000);
  const segment = newSegmentFile(folder, { from, ...facts }, { start, id: randomBytes(4).toString('hex') });
  segments.push(segment);
  return segment;
}

async function checkSpace(state: WriterState): Promise<void> {
  state.bytesSinceSpaceCheck = 0;
  await state.options.onSpaceUsed(state.segments.at(-1)?.path ?? '');
}

async function close(state: WriterState): Promise<void> {
  state.isClosed = true;
  clearTimeout(state.timer);
  const saved = new AbortController();
  const save = async () => {
    await state.flushing;
    if (hasUnsaved(state)) await startFlush(state);
    saved.abort();
  };
  const limit = pause(closeWithinMs, undefined, { signal: saved.signal }).catch(() => {});
  await Promise.race([save(), limit]);
}
