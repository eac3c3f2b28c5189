import { join } from 'node:path';
import { clusterFolder, type JournalCluster, listFolders, listSegments } from './journal-folder.ts';
import { readHeader, type SegmentHeader } from './segment-header.ts';

export type FoundJournal = {
  /** For `readJournal`. */
  readonly folder: string;
  /** Uid of the Deployment, if known. */
  readonly deployment: string | undefined;
  /** Epoch ms by the API server's clock. */
  readonly watchedUntil: number;
};

/**
 * Returns the journals of a cluster, one for each Deployment, newest first. Unreadable files are ignored.
 * `readJournal` reports them.
 */
export async function findJournals(root: string, cluster: JournalCluster): Promise<FoundJournal[]> {
  const parent = clusterFolder(root, cluster);
  const journals: FoundJournal[] = [];
  for (const name of await listFolders(parent).catch(() => [])) {
    const folder = join(parent, name);
    const newest = await newestHeader(folder);
    if (newest === undefined) continue;
    journals.push({ folder, deployment: newest.deployment ?? undefined, watchedUntil: newest.watchedUntil });
  }
  return journals.sort((a, b) => b.watchedUntil - a.watchedUntil);
}

async function newestHeader(folder: string): Promise<SegmentHeader | undefined> {
  let newest: SegmentHeader | undefined;
  for (const name of await listSegments(folder).catch(() => [])) {
    const header = await headerOf(join(folder, name));
    if (header !== undefined && header.watchedUntil > (newest?.watchedUntil ?? 0)) newest = header;
  }
  return newest;
}

async function headerOf(path: string): Promise<SegmentHeader | undefined> {
  try {
    const read = await readHeader(path);
    return read.state === 'valid' ? read.header : undefined;
  } catch {
    return undefined;
  }
}
