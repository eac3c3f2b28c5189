import { mkdtempSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileName } from './file-name.ts';
import { makeFolder } from './make-folder.ts';

// `<session>.<host>.<process id>.<six characters>`: of a host, since a home may be shared, and process ids are not.
const folderPattern = /\.([^.]*)\.(\d+)\.\w{6}$/;
/** A file of this name says that the folder is to stay. */
const keepMark = 'kept';

/** Makes the folder of this process, which nobody else may look into. Throws what the file system says. */
export function makeSpoolFolder(parent: string, session: string): string {
  makeFolder(parent);
  return mkdtempSync(join(parent, `${fileName(session)}.${ownHost()}.${process.pid}.`));
}

export function markAsKept(folder: string): void {
  writeFileSync(join(folder, keepMark), 'flink-tui was asked to keep these logs, and does not remove them.\n', {
    mode: 0o600,
  });
}

/** Removes what processes of this host left that ended without removing it, unless they were asked to keep it. */
export async function removeStaleFolders(parent: string): Promise<void> {
  const entries = await readdir(parent, { withFileTypes: true }).catch(noneIfMissing);
  for (const entry of entries) {
    const [, host, id] = folderPattern.exec(entry.name) ?? [];
    if (!entry.isDirectory() || host !== ownHost() || isRunning(Number(id))) continue;
    const folder = join(parent, entry.name);
    const files: readonly string[] = await readdir(folder).catch(noneIfMissing);
    if (files.includes(keepMark)) continue;
    await rm(folder, { recursive: true, force: true });
  }
}

function ownHost(): string {
  return fileName(hostname()).replaceAll('.', '-');
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
