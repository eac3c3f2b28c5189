import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/**
 * Creates a temporary folder for the files of a program. It is deleted when the test process ends, because the program may
 * still write to it at the end of the test.
 */
export function stateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flink-tui-state-'));
  folders.push(folder);
  return folder;
}
