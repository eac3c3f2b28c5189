import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { findProgram } from '../../support/find-program.ts';
import type { TestCluster } from '../kubernetes/test-cluster.ts';

export const kubectl = findProgram([process.env.FLINK_TUI_TEST_KUBECTL, 'kubectl'], ['version', '--client']) ?? '';
export const skipReason = kubectl === '' ? 'there is no kubectl on this machine' : false;

/** A home without a cache, and the kubeconfig in it. */
export function createEnvironment(
  t: TestContext,
  { server }: TestCluster,
): NodeJS.ProcessEnv & { readonly HOME: string } {
  const home = mkdtempSync(join(tmpdir(), 'flink-tui-kubectl-'));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const file = join(home, 'config');
  writeFileSync(file, server.kubeconfig('admin'));
  return { PATH: process.env.PATH, HOME: home, KUBECONFIG: file };
}

/** What it prints; rejects where it fails. */
export async function run(env: NodeJS.ProcessEnv, ...words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(kubectl, words, { env });
  return stdout;
}

/** What it says to standard error where it has to fail. */
export async function runFailing(env: NodeJS.ProcessEnv, ...words: readonly string[]): Promise<string> {
  try {
    await run(env, ...words);
  } catch (error) {
    return (error as { readonly stderr: string }).stderr;
  }
  throw new Error(`kubectl ${words.join(' ')} did not fail`);
}
