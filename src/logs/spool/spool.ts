import { constants } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createBlockCache } from './block-cache.ts';
import { explainFileError } from './explain-file-error.ts';
import type { Block, Segment } from './segment.ts';
import { makeSpoolFolder, markAsKept, removeStaleFolders } from './spool-folder.ts';
import type { Usage } from './usage.ts';

/** The files of the segments. After a write error, unwritten blocks stay in memory. */
export type Spool = {
  readonly folder: () => string | undefined;
  readonly failure: () => string | undefined;
  /** Schedules a segment with new bytes for writing. Starts immediately if there are many unwritten bytes. */
  readonly markDirty: (segment: Segment) => void;
  /** Reads a block from memory or from the file; undefined if it cannot be read. */
  readonly read: (segment: Segment, block: Block) => Buffer | undefined;
  /** Removes a segment and its file. */
  readonly remove: (segment: Segment) => void;
  /** Returns a promise while too many bytes are unwritten. The promise resolves when reading can continue. */
  readonly backpressure: () => Promise<void> | undefined;
  /** Removes the files. With `keep`, writes all lines to the files and returns their folder. */
  readonly close: (options: { readonly keep: boolean }) => Promise<string | undefined>;
};

export type SpoolOptions = {
  /** Parent of this process's folder, which is created at the first write. If undefined, no files are written. */
  readonly parent: string | undefined;
  /** Prefix of the folder name. */
  readonly session: string;
  /** Whether the files are kept if the process ends without closing the spool. */
  readonly keep: boolean;
  readonly usage: Usage;
  /** Called when the folder or the failure changes. */
  readonly onChange: () => void;
};

/** Maximum delay before new lines are written. */
const writeAfterMs = 500;
/** Limits for unwritten bytes. `writeBytes` triggers a write; `pauseBytes` pauses reading from the network. */
const pendingLimits = { writeBytes: 256 * 1024, pauseBytes: 16 * 1024 * 1024 };

export function createSpool({ parent, session, keep, usage, onChange }: SpoolOptions): Spool {
  const cache = createBlockCache();
  const dirty = new Set<Segment>();
  const files = new Map<Segment, string>();
  const filesToRemove = new Set<string>();
  const fileNumbers = new Map<string, number>();
  let folder: string | undefined;
  let failure: string | undefined;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> | undefined;
  let waiters: (() => void)[] = [];

  const fail = (error: unknown) => {
    if (failure !== undefined || isClosed) return;
    failure = `logs are only kept in memory: ${explainFileError(error)}`;
    dirty.clear();
    onChange();
  };
  const pendingBytes = () => usage.bytes - usage.written;
  const canWrite = () => parent !== undefined && failure === undefined && !isClosed;

  const newFile = (segment: Segment): string => {
    if (folder === undefined) {
      folder = makeSpoolFolder(parent ?? '', session);
      if (keep) markAsKept(folder);
      onChange();
    }
    const number = (fileNumbers.get(segment.name) ?? 0) + 1;
    fileNumbers.set(segment.name, number);
    return join(folder, `${segment.name}.${String(number).padStart(4, '0')}.log`);
  };
  const writeSegment = async (segment: Segment) => {
    const known = files.get(segment);
    const path = known ?? newFile(segment);
    files.set(segment, path);
    // Do not create a removed file again, because its previous content would be missing.
    const file = await open(path, known === undefined ? 'ax' : constants.O_WRONLY | constants.O_APPEND, 0o600);
    try {
      for (const block of [...segment.blocks]) await writeBlock(file, segment, block);
    } finally {
      await file.close();
    }
  };
  const flush = async () => {
    for (const segment of [...dirty]) {
      if (!dirty.delete(segment)) continue; // The segment was removed meanwhile.
      await writeSegment(segment);
      if (waiters.length > 0 && pendingBytes() < pendingLimits.pauseBytes / 2) resumeWaiters();
    }
    for (const path of filesToRemove) {
      filesToRemove.delete(path);
      await rm(path, { force: true });
    }
  };
  const resumeWaiters = () => {
    for (const resolve of waiters) resolve();
    waiters = [];
  };
  const startFlush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    flushing ??= flush()
      .catch(fail)
      .finally(() => {
        flushing = undefined;
        if (dirty.size === 0) resumeWaiters();
        if (dirty.size > 0 || filesToRemove.size > 0) scheduleFlush();
      });
    return flushing;
  };
  const scheduleFlush = () => {
    if (flushing !== undefined || isClosed) return;
    if (pendingBytes() >= pendingLimits.writeBytes) void startFlush();
    else timer ??= setTimeout(() => void startFlush(), writeAfterMs).unref();
  };

  // Ignore errors, because removal is retried at the next start.
  if (parent !== undefined) removeStaleFolders(parent).catch(() => {});

  return {
    folder: () => folder,
    failure: () => failure,
    markDirty: (segment) => {
      if (!canWrite()) return;
      dirty.add(segment);
      scheduleFlush();
    },
    read: (segment, block) => {
      if (block.bytes !== undefined) return block.bytes.subarray(0, block.length);
      try {
        return cache.read(files.get(segment) ?? '', block);
      } catch (error) {
        fail(error);
        return undefined;
      }
    },
    remove: (segment) => {
      dirty.delete(segment);
      const path = files.get(segment);
      files.delete(segment);
      if (path === undefined || isClosed) return;
      filesToRemove.add(path);
      scheduleFlush();
    },
    backpressure: () =>
      canWrite() && pendingBytes() > pendingLimits.pauseBytes
        ? new Promise((resolve) => waiters.push(resolve))
        : undefined,
    close: async ({ keep: keepOnClose }) => {
      clearTimeout(timer);
      if (!keepOnClose) dirty.clear();
      while (canWrite() && (flushing !== undefined || dirty.size > 0)) await startFlush();
      await flushing;
      clearTimeout(timer);
      resumeWaiters();
      const kept = keepOnClose ? folder : undefined;
      try {
        if (kept !== undefined) markAsKept(kept);
        else if (folder !== undefined) await rm(folder, { recursive: true, force: true });
        return kept;
      } catch (error) {
        fail(error);
        return undefined;
      } finally {
        isClosed = true;
      }
    },
  };
}

/** Appends the unwritten bytes of a block. More bytes may be added meanwhile. */
async function writeBlock(file: FileHandle, segment: Segment, block: Block): Promise<void> {
  const { bytes, length, written } = block;
  if (bytes === undefined || written === length) return;
  await file.appendFile(bytes.subarray(written, length));
  segment.markWritten(block, length);
}
