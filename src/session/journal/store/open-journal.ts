import { randomUUID } from 'node:crypto';
import type { JournalEntry } from '../entry.ts';
import type { ChangeKey } from './duplicates.ts';
import { clusterFolder, deploymentFolder, type JournalCluster } from './journal-folder.ts';
import { limitSpace } from './limit-space.ts';
import { createMergedEntries } from './merged-entries.ts';
import { defaultMaxEntries, type ReadOptions } from './read-journal.ts';
import { createSegmentWriter } from './segment-writer.ts';
import { createSegments } from './segments.ts';
import { createTimeSlice } from './time-slice.ts';
import { type Interval, watchedTime } from './watched-intervals.ts';
import type { SegmentWriterOptions } from './writer-state.ts';

export type JournalOptions = {
  /** Folder of all journals: `$XDG_STATE_HOME/flink-tui/journal`. */
  readonly root: string;
  readonly cluster: JournalCluster;
  /** Uid of the Deployment, if known. */
  readonly deployment: string | undefined;
  /** `ann@laptop` */
  readonly by: string;
  /** Limit of the entries in memory, exceeded by at most 5 %. */
  readonly maxEntries?: number | undefined;
  /** Limit of all segments of the cluster on disk. */
  readonly bytes?: number | undefined;
  /** Current time, epoch ms by the API server's clock. */
  readonly now?: () => number;
  readonly writer?: Pick<SegmentWriterOptions, 'segmentBytes' | 'maxBuffered' | 'writeAfterMs' | 'retryMs' | 'write'>;
};

/**
 * The journal of one Deployment: what this process records, and what others record at the same time. Nothing throws or
 * rejects. If the disk fails, entries stay in memory. Times are epoch ms by the API server's clock.
 */
export type Journal = {
  /** Reads all segments. Call it before `append`, which skips changes that are already recorded. */
  readonly load: (onEntry?: ReadOptions['onEntry']) => Promise<void>;
  /** The newest entries, oldest first. The returned array never changes. */
  readonly entries: () => readonly JournalEntry[];
  /** Number of older entries that are not in memory. */
  readonly omitted: () => number;
  /** Increases with each change of the entries. */
  readonly version: () => number;
  /** Calls the listener after each change of the entries. */
  readonly subscribe: (listener: () => void) => () => void;
  /** The time during which at least one process watched, sorted. */
  readonly watched: () => readonly Interval[];
  /** Adds and saves entries. Skips changes that are already recorded. Saves a change without an exact time anyway. */
  readonly append: (entries: readonly JournalEntry[]) => void;
  /**
   * Records that the cluster was watched until this time. Call it about once a second. The first call starts the watched
   * time, and so does a call more than 12 seconds after the previous one.
   */
  readonly watchedUntil: (until: number) => void;
  /** Reads what other processes have recorded since the last call. Call it about once a second. */
  readonly poll: () => Promise<void>;
  readonly problems: () => readonly string[];
  /** One message while the journal cannot be saved or read. */
  readonly failure: () => string | undefined;
  /** Saves all entries. */
  readonly close: () => Promise<void>;
};

const defaultBytes = 64 * 1024 * 1024;

export function openJournal(options: JournalOptions): Journal {
  const { root, cluster, deployment, by, now = Date.now, bytes = defaultBytes } = options;
  const id = randomUUID();
  const folder = deploymentFolder(root, cluster, deployment);
  const entries = createMergedEntries(options.maxEntries ?? defaultMaxEntries);
  /** Own entries that may be unsaved. */
  const unsaved = new Map<ChangeKey, JournalEntry>();
  const savedByOthers = new WeakSet<JournalEntry>();
  let spaceProblem: string | undefined;
  let reading: Promise<void> | undefined;
  let isClosed = false;

  const writer = createSegmentWriter(
    folder,
    { writer: id, ...cluster, deployment: deployment ?? null, by },
    {
      ...options.writer,
      now,
      beforeWrite: () => poll(),
      isNeeded: (entry) => isAlwaysSaved(entry) || !savedByOthers.has(entry),
      onSpaceUsed: async (ownPath) => {
        spaceProblem = await limitSpace({ folder: clusterFolder(root, cluster), bytes, ownPath, now: now() });
      },
    },
  );
  const segments = createSegments(folder, writer.isOwn);

  const onDuplicate = (key: ChangeKey) => {
    const entry = unsaved.get(key);
    if (entry !== undefined) savedByOthers.add(entry);
  };
  const read = async (onEntry?: ReadOptions['onEntry']) => {
    const slice = createTimeSlice();
    await entries.merge(await segments.read(slice), slice, { onEntry, onDuplicate });
  };
  /** Only one read at a time, so that each line is read once. */
  const startRead = (onEntry?: ReadOptions['onEntry']): Promise<void> => {
    const current = Promise.resolve(reading)
      .then(() => read(onEntry))
      .finally(() => {
        if (reading === current) reading = undefined;
      });
    reading = current;
    return current;
  };
  const poll = async () => {
    if (!isClosed) await (reading ?? startRead());
  };

  return {
    load: startRead,
    entries: entries.list,
    omitted: entries.omitted,
    version: entries.version,
    subscribe: entries.subscribe,
    watched: () => {
      const processes = segments.watchedByWriter();
      processes.set(id, writer.watched());
      return watchedTime(processes.values());
    },
    append: (candidates) => {
      if (writer.unsaved() === 0) unsaved.clear();
      const added = entries.add(candidates, id);
      for (const [entry, key] of added) unsaved.set(key, entry);
      writer.append(candidates.filter((entry) => added.has(entry) || isAlwaysSaved(entry)));
    },
    watchedUntil: writer.watch,
    poll,
    problems: () => [
      ...segments.problems(),
      ...(writer.dropped() === 0 ? [] : [`${writer.dropped()} journal entries were not saved`]),
      ...(spaceProblem === undefined ? [] : [spaceProblem]),
    ],
    failure: () => writer.failure() ?? segments.failure(),
    close: async () => {
      await writer.close();
      isClosed = true;
    },
  };
}

/**
 * Whether an entry is saved even if another process has recorded the same change. Suspended time limits the watched time
 * of this process. A change without an exact time tells the reader which of the others' changes this process has seen:
 * its next equal entry is another change (`findSeen`).
 */
function isAlwaysSaved({ kind, isSeen }: JournalEntry): boolean {
  return kind === 'sleep' || isSeen === true;
}
