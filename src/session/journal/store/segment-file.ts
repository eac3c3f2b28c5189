import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../../logs/spool/make-folder.ts';
import { isMissing, segmentName } from './journal-folder.ts';
import { formatHeader, formatWatchedUntil, type SegmentHeader, watchedUntilOffset } from './segment-header.ts';

/** Writes all bytes at an offset of a file. Rejects with the file system error. */
export type WriteAt = (file: FileHandle, bytes: Uint8Array, offset: number) => Promise<void>;

/** A segment of this process. Only this process writes to it. */
export type SegmentFile = {
  readonly path: string;
  readonly name: string;
  readonly folder: string;
  /** The time in its name. */
  readonly start: number;
  readonly header: Omit<SegmentHeader, 'watchedUntil'>;
  /** The value in the file. */
  watchedUntil: number;
  /** Number of bytes up to the last complete line; 0 before the file is created. */
  bytes: number;
  /** Whether the file has more bytes, because a write failed. */
  isDamaged: boolean;
};

/** The file was deleted or replaced. */
export class SegmentLostError extends Error {}

export function newSegmentFile(
  folder: string,
  header: Omit<SegmentHeader, 'watchedUntil'>,
  { start, id }: { readonly start: number; readonly id: string },
): SegmentFile {
  const name = segmentName(start, id);
  const path = join(folder, name);
  return { path, name, folder, start, header, watchedUntil: header.from, bytes: 0, isDamaged: false };
}

/**
 * Appends lines. Creates the file if needed. After a failure, the same lines must be appended again: readers may have
 * read some of them.
 * @throws SegmentLostError and the file system error
 */
export async function appendLines(
  segment: SegmentFile,
  lines: Buffer,
  write: WriteAt,
  watchedUntil = segment.watchedUntil,
): Promise<void> {
  const header = formatHeader({ ...segment.header, watchedUntil });
  const bytes = segment.bytes === 0 ? Buffer.concat([Buffer.from(header), lines]) : lines;
  await withOpenFile(segment, async (file) => {
    if (segment.isDamaged) await file.truncate(segment.bytes);
    segment.isDamaged = true;
    await write(file, bytes, segment.bytes);
  });
  segment.bytes += bytes.length;
  segment.isDamaged = false;
}

/**
 * Overwrites the digits in the header. Creates the file if needed.
 * @throws SegmentLostError and the file system error
 */
export async function writeWatchedUntil(segment: SegmentFile, until: number, write: WriteAt): Promise<void> {
  if (segment.bytes === 0) {
    await appendLines(segment, Buffer.alloc(0), write, until);
  } else {
    const digits = Buffer.from(formatWatchedUntil(until));
    await withOpenFile(segment, (file) => write(file, digits, watchedUntilOffset));
  }
  segment.watchedUntil = until;
}

/** Opens the file for each write, so that a deleted file is noticed and no file descriptor is kept. */
async function withOpenFile(segment: SegmentFile, use: (file: FileHandle) => Promise<void>): Promise<void> {
  const { bytes, folder, path } = segment;
  const file = bytes === 0 ? await openInFolder(folder, path, createFlags) : await openFile(segment);
  try {
    const { size } = await file.stat();
    const isOurs = size === segment.bytes || segment.bytes === 0 || (segment.isDamaged && size > segment.bytes);
    if (!isOurs) throw new SegmentLostError(segment.path);
    await use(file);
  } finally {
    await file.close();
  }
}

async function openFile({ path }: SegmentFile): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDWR);
  } catch (error) {
    throw isMissing(error) ? new SegmentLostError(path) : error;
  }
}

const createFlags = constants.O_CREAT | constants.O_RDWR;

/**
 * Opens a file of a folder. Creates the folder if needed.
 * @throws the file system error
 */
export async function openInFolder(folder: string, path: string, flags: number): Promise<FileHandle> {
  makeFolder(folder);
  try {
    return await open(path, flags, 0o600);
  } catch (error) {
    if (!isMissing(error)) throw error;
    // Another process may have removed the empty folder.
    makeFolder(folder);
    return await open(path, flags, 0o600);
  }
}

export async function writeAll(file: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, offset + written);
    written += bytesWritten;
  }
}
