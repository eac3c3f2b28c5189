import { mkdtempSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { safeFileName } from './safe-file-name.ts';

// `<session>.<host>.<process id>.<six characters>`. The host is needed: several hosts can share a home directory.
const folderPattern = /\.([^.]*)\.(\d+)\.\w{6}$/;
/** A file with this name marks a folder that must not be removed. */
const keepMarker = 'kept';

/**
 * Creates the folder of this process, accessible to this user only.
 * @throws the file system error
 */
export function makeSpoolFolder(parent: string, session: string): string {
  makeFolder(parent);
  return mkdtempSync(join(parent, `${safeFileName(session)}.${ownHost()}.${process.pid}.`));
}

export function markAsKept(folder: string): void {
  writeFileSync(join(folder, keepMarker), 'flink-tui keeps these logs and does not remove them.\n', {
    mode: 0o600,
  });
}

/** Removes the folders of ended processes on this host, except folders that are marked as kept. */
export async function removeStaleFolders(parent: string): Promise<void> {
  const entries = await readdir(parent, { withFileTypes: true }).catch(noneIfMissing);
  for (const entry of entries) {
    const [, host, id] = folderPattern.exec(entry.name) ?? [];
    if (!entry.isDirectory() || host !== ownHost() || isRunning(Number(id))) continue;
    const folder = join(parent, entry.name);
    const files: readonly string[] = await readdir(folder).catch(noneIfMissing);
    if (files.includes(keepMarker)) continue;
    await rm(folder, { recursive: true, force: true });
  }
}

function ownHost(): string {
  return safeFileName(hostname()).replaceAll('.', '-');
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function noneIfMissing(error: NodeJS.ErrnoException): never[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
