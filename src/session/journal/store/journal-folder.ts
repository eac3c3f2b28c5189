import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { safeFileName } from '../../../logs/spool/safe-file-name.ts';
import { utcTime } from '../../../text/utc-time.ts';

/** The cluster that a journal belongs to. The same cluster-id in two contexts or namespaces is two clusters. */
export type JournalCluster = {
  readonly clusterId: string;
  readonly context: string;
  readonly namespace: string;
};

/** `20261128T124437Z-1f2e3d4c.ndjson`: sorted by name, the oldest segment is first. */
const segmentPattern = /^\d{8}T\d{6}Z-[0-9a-f]{8}\.ndjson$/;

export function clusterFolder(root: string, { clusterId, context, namespace }: JournalCluster): string {
  const hash = createHash('sha256').update(`${context}\0${namespace}`).digest('hex').slice(0, 8);
  return join(root, `${safeFileName(clusterId)}-${hash}`);
}

/** `deployment` is the uid of the Deployment, if known. */
export function deploymentFolder(root: string, cluster: JournalCluster, deployment: string | undefined): string {
  return join(clusterFolder(root, cluster), deployment === undefined ? 'unknown' : safeFileName(deployment));
}

/** `id`: 8 hexadecimal digits. */
export function segmentName(start: number, id: string): string {
  return `${utcTime(start).replace(/[-:]/g, '')}-${id}.ndjson`;
}

/**
 * Returns the names of the segments in a folder, oldest first. A missing folder has none.
 * @throws the file system error
 */
export async function listSegments(folder: string): Promise<string[]> {
  const names = await namesIn(folder);
  return names.filter((name) => segmentPattern.test(name)).sort();
}

/**
 * Returns the names of the folders in a folder. A missing folder has none.
 * @throws the file system error
 */
export async function listFolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(noneIfMissing);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(noneIfMissing);
}

function noneIfMissing(error: NodeJS.ErrnoException): never[] {
  if (isMissing(error)) return [];
  throw error;
}

export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
}
