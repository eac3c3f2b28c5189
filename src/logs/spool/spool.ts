import { constants } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createBlockCache } from './block-cache.ts';
import { explainFileError } from './explain-file-error.ts';
import type { Block, Segment } from './segment.ts';
import { makeSpoolFolder, markAsKept, removeStaleFolders } from './spool-folder.ts';
import type { Usage } from './usage.ts';
import { writeBlock } from './write-block.ts';

/** The files behind the segments. Whatever goes wrong with them, what is not in a file stays in memory. */
export type Spool = {
  readonly folder: () => string | undefined;
  readonly failure: () => string | undefined;
  /** This segment has bytes that are not in its file. They are written soon, or at once if they are many. */
  readonly isDirty: (segment: Segment) => void;
  /** From memory or the file; undefined if it cannot be read any more. */
  readonly read: (segment: Segment, block: Block) => Buffer | undefined;
  /** It is not wanted any more, and neither is its file. */
  readonly remove: (segment: Segment) => void;
  /** Resolves once the disk has caught up; undefined while it is not behind. */
  readonly room: () => Promise<void> | undefined;
  /** Removes the files, or writes what there is and leaves them. */
  readonly close: (options: { readonly keep: boolean }) => Promise<string | undefined>;
};

export type SpoolOptions = {
  /** Where this process's folder is made, once there is something to write; undefined: no files. */
  readonly parent: string | undefined;
  /** The folder is named after it. */
  readonly session: string;
  /** The files are to stay, even if the process ends without closing. */
  readonly keep: boolean;
  readonly usage: Usage;
  /** Something can be told that could not be before. */
  readonly changed: () => void;
};

/** A quiet log is in its file within this time. */
const writeAfterMs = 500;
/** What is written in one go at the latest, and what may wait before whoever reads the network has to. */
const mostWaiting = { beforeWriting: 256 * 1024, beforeAll: 16 * 1024 * 1024 };

export function createSpool({ parent, session, keep, usage, changed }: SpoolOptions): Spool {
  const cache = createBlockCache();
  const dirty = new Set<Segment>();
  const files = new Map<Segment, string>();
  const unwanted = new Set<string>();
  const numbers = new Map<string, number>();
  let folder: string | undefined;
  let failure: string | undefined;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> | undefined;
  let waiting: (() => void)[] = [];

  const fail = (error: unknown) => {
    if (failure !== undefined || isClosed) return;
    failure = `logs are kept in memory alone: ${explainFileError(error)}`;
    dirty.clear();
    changed();
  };
  const waitingBytes = () => usage.bytes - usage.written;
  const writes = () => parent !== undefined && failure === undefined && !isClosed;

  const newFile = (segment: Segment): string => {
    if (folder === undefined) {
      folder = makeSpoolFolder(parent ?? '', session);
      if (keep) markAsKept(folder);
      changed();
    }
    const number = (numbers.get(segment.name) ?? 0) + 1;
    numbers.set(segment.name, number);
    return join(folder, `${segment.name}.${String(number).padStart(4, '0')}.log`);
  };
  const writeSegment = async (segment: Segment) => {
    const known = files.get(segment);
    const path = known ?? newFile(segment);
    files.set(segment, path);
    // One that somebody removed is not made anew: it would not have what was in it.
    const file = await open(path, known === undefined ? 'ax' : constants.O_WRONLY | constants.O_APPEND, 0o600);
    try {
      for (const block of [...segment.blocks]) await writeBlock(file, segment, block);
    } finally {
      await file.close();
    }
  };
  const work = async () => {
    for (const segment of [...dirty]) {
      if (!dirty.delete(segment)) continue; // removed meanwhile
      await writeSegment(segment);
      if (waiting.length > 0 && waitingBytes() < mostWaiting.beforeAll / 2) release();
    }
    for (const path of unwanted) {
      unwanted.delete(path);
      await rm(path, { force: true });
    }
  };
  const release = () => {
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  const start = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    working ??= work()
      .catch(fail)
      .finally(() => {
        working = undefined;
        if (dirty.size === 0) release();
        if (dirty.size > 0 || unwanted.size > 0) soon();
      });
    return working;
  };
  const soon = () => {
    if (working !== undefined || isClosed) return;
    if (waitingBytes() >= mostWaiting.beforeWriting) void start();
    else timer ??= setTimeout(() => void start(), writeAfterMs).unref();
  };

  // What cannot be removed is tried again at the next start.
  if (parent !== undefined) removeStaleFolders(parent).catch(() => {});

  return {
    folder: () => folder,
    failure: () => failure,
    isDirty: (segment) => {
      if (!writes()) return;
      dirty.add(segment);
      soon();
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
      unwanted.add(path);
      soon();
    },
    room: () =>
      writes() && waitingBytes() > mostWaiting.beforeAll ? new Promise((resolve) => waiting.push(resolve)) : undefined,
    close: async ({ keep: keepNow }) => {
      clearTimeout(timer);
      if (!keepNow) dirty.clear();
      while (writes() && (working !== undefined || dirty.size > 0)) await start();
      await working;
      clearTimeout(timer);
      release();
      const kept = keepNow ? folder : undefined;
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
