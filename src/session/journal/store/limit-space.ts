import { rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { explainFileError } from '../../../logs/spool/explain-file-error.ts';
import { isMissing, listFolders, listSegments } from './journal-folder.ts';
import { readHeader } from './segment-header.ts';

/** A segment that was changed within this time may belong to a running process. */
const liveMs = 60_000;

type Found = { readonly path: string; readonly bytes: number; readonly mtimeMs: number };

export type SpaceLimit = {
  /** Folder of the cluster, with a folder for each Deployment. */
  readonly folder: string;
  readonly bytes: number;
  readonly ownPath: string;
  /** Epoch ms by the API server's clock. */
  readonly now: number;
};

/**
 * Deletes the oldest segments of a cluster until all segments together are within the limit. Keeps segments of running
 * processes and of newer formats. Never rejects. Returns a problem if a segment cannot be deleted.
 */
export async function limitSpace(limit: SpaceLimit): Promise<string | undefined> {
  try {
    const segments = await findSegments(limit.folder);
    let surplus = segments.reduce((sum, { bytes }) => sum + bytes, 0) - limit.bytes;
    for (const segment of segments) {
      if (surplus <= 0) break;
      if (segment.path === limit.ownPath || !(await canDelete(segment, limit.now))) continue;
      await rm(segment.path, { force: true });
      surplus -= segment.bytes;
    }
    await removeEmptyFolders(limit);
    return undefined;
  } catch (error) {
    return `old journal segments not deleted: ${explainFileError(error)}`;
  }
}

/** Returns the segments of all Deployments, oldest first. */
async function findSegments(folder: string): Promise<Found[]> {
  const segments: Found[] = [];
  for (const deployment of await listFolders(folder)) {
    for (const name of await listSegments(join(folder, deployment))) {
      const path = join(folder, deployment, name);
      const found = await stat(path).catch(undefinedIfMissing);
      if (found !== undefined) segments.push({ path, bytes: found.size, mtimeMs: found.mtimeMs });
    }
  }
  return segments.sort((a, b) => (basename(a.path) < basename(b.path) ? -1 : 1));
}

async function canDelete({ path, mtimeMs }: Found, now: number): Promise<boolean> {
  try {
    const read = await readHeader(path);
    if (read.state === 'newer') return false;
    const isWatching = read.state === 'valid' && read.header.onlyActs !== true;
    if (isWatching) return Math.abs(now - read.header.watchedUntil) > liveMs;
    return Date.now() - mtimeMs > liveMs;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function removeEmptyFolders({ folder, ownPath }: SpaceLimit): Promise<void> {
  for (const deployment of await listFolders(folder)) {
    const path = join(folder, deployment);
    if (path === dirname(ownPath)) continue;
    // Fails if the folder is not empty.
    await rmdir(path).catch(() => {});
  }
}

function undefinedIfMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
