import { join } from 'node:path';
import { clusterFolder, type JournalCluster, listFolders, listSegments } from './journal-folder.ts';
import { readHeader, type SegmentHeader } from './segment-header.ts';

export type FoundJournal = {
  /** For `readJournal`. */
  readonly folder: string;
  /** Uid of the Deployment, if known. */
  readonly deployment: string | undefined;
  /** Epoch ms by the API server's clock; undefined if nobody watched the cluster. */
  readonly watchedUntil: number | undefined;
};

/**
 * Returns the journals of a cluster, one for each Deployment, newest first. Unreadable files are ignored.
 * `readJournal` reports them.
 */
export async function findJournals(root: string, cluster: JournalCluster): Promise<FoundJournal[]> {
  const parent = clusterFolder(root, cluster);
  const journals: (FoundJournal & { readonly newestAt: number })[] = [];
  for (const name of await listFolders(parent).catch(() => [])) {
    const folder = join(parent, name);
    const headers = await headersIn(folder);
    const newest = newestOf(headers);
    if (newest === undefined) continue;
    journals.push({
      folder,
      deployment: newest.deployment ?? undefined,
      watchedUntil: newestOf(headers.filter(({ onlyActs }) => onlyActs !== true))?.watchedUntil,
      newestAt: newest.watchedUntil,
    });
  }
  return journals.sort((a, b) => b.newestAt - a.newestAt);
}

async function headersIn(folder: string): Promise<readonly SegmentHeader[]> {
  const headers: SegmentHeader[] = [];
  for (const name of await listSegments(folder).catch(() => [])) {
    const header = await headerOf(join(folder, name));
    if (header !== undefined) headers.push(header);
  }
  return headers;
}

/** Returns the header with the latest `watchedUntil`. In a segment of acts, it is the time of its first act. */
function newestOf([first, ...others]: readonly SegmentHeader[]): SegmentHeader | undefined {
  return others.reduce(
    (newest, header) => (header.watchedUntil > (newest?.watchedUntil ?? 0) ? header : newest),
    first,
  );
}

async function headerOf(path: string): Promise<SegmentHeader | undefined> {
  try {
    const read = await readHeader(path);
    return read.state === 'valid' ? read.header : undefined;
  } catch {
    return undefined;
  }
}
