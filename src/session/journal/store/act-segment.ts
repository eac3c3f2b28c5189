import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ActEntry } from '../entry.ts';
import { clusterFolder, deploymentFolder, type JournalCluster, segmentName } from './journal-folder.ts';
import { limitSpace } from './limit-space.ts';
import { openInFolder } from './segment-file.ts';
import { formatHeader, readHeaderOf } from './segment-header.ts';
import { withPath } from './writer-state.ts';

export type ActSegmentOptions = {
  /** Folder of all journals. */
  readonly root: string;
  readonly cluster: JournalCluster;
  /** Uid of the Deployment, if known. */
  readonly deployment: string | undefined;
  /** Limit of all segments of the cluster on disk. */
  readonly bytes: number;
};

/**
 * Adds an act to the journal without reading the journal. The commands of a user share one segment per computer and day,
 * because a script may run thousands of commands.
 * @throws the file system error, or an Error if old segments cannot be deleted
 */
export async function saveAct(entry: ActEntry, options: ActSegmentOptions): Promise<void> {
  const { root, cluster, deployment, bytes } = options;
  const { at, by } = entry;
  const folder = deploymentFolder(root, cluster, deployment);
  const facts = { writer: randomUUID(), ...cluster, deployment: deployment ?? null, by, onlyActs: true } as const;
  const line = `${JSON.stringify(entry)}\n`;
  const segment = `${formatHeader({ from: at, watchedUntil: at, ...facts })}${line}`;
  const pathOf = (id: string) => join(folder, segmentName(at - (at % dayMs), id));
  const [shared, own] = [pathOf(hashOf(by)), pathOf(randomBytes(4).toString('hex'))];
  const isCreated = await create(folder, shared, segment);
  if (!isCreated && (await append(shared, line))) return;
  if (!isCreated) await create(folder, own, segment);
  const ownPath = isCreated ? shared : own;
  const problem = await limitSpace({ folder: clusterFolder(root, cluster), bytes, ownPath, now: at });
  if (problem !== undefined) throw new Error(problem);
}

const dayMs = 24 * 3_600_000;

/** 8 hexadecimal digits. */
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** Returns false if the file exists. */
async function create(folder: string, path: string, text: string): Promise<boolean> {
  const file = await openInFolder(folder, path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY).catch(
    ifCode('EEXIST'),
  );
  if (file === undefined) return false;
  try {
    await file.appendFile(text);
    return true;
  } catch (error) {
    await rm(path, { force: true });
    throw withPath(error, path);
  } finally {
    await file.close();
  }
}

/**
 * Appends with one write, which the file system does not mix with the writes of other processes. Returns false if the
 * file has no valid header: another process is just creating or deleting it.
 */
async function append(path: string, line: string): Promise<boolean> {
  const file = await open(path, constants.O_RDWR | constants.O_APPEND).catch(ifCode('ENOENT'));
  if (file === undefined) return false;
  try {
    if ((await readHeaderOf(file)).state !== 'valid') return false;
    await file.appendFile((await hasTornLine(file)) ? `\n${line}` : line);
    return true;
  } catch (error) {
    throw withPath(error, path);
  } finally {
    await file.close();
  }
}

/** The last line is torn if its writer crashed, or if the disk was full. */
async function hasTornLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString() !== '\n';
}

/** Ignores an error with this code. */
function ifCode(expected: string): (error: NodeJS.ErrnoException) => undefined {
  return (error) => {
    if (error.code !== expected) throw error;
  };
}
