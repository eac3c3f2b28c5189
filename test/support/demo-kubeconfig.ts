import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Demo } from '../../src/demo/demo.ts';

/** Writes the demo's kubeconfig for one of its users to a new file. Returns the file's path. */
export function demoKubeconfig(demo: Pick<Demo, 'kubeconfig'>, user: 'admin' | 'viewer' | 'nobody' = 'admin'): string {
  const file = join(mkdtempSync(join(tmpdir(), 'flink-tui-test-')), 'kubeconfig');
  writeFileSync(file, demo.kubeconfig(user), { mode: 0o600 });
  return file;
}
