import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { findProgram } from '../../support/find-program.ts';
import type { TestCluster } from '../kubernetes/test-cluster.ts';

export const kubectl = findProgram([process.env.FLINK_TUI_TEST_KUBECTL, 'kubectl'], ['version', '--client']) ?? '';
export const skipReason = kubectl === '' ? 'kubectl is not installed' : false;

/** Returns an environment with a new home directory that contains only the cluster's kubeconfig. */
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

/** Runs kubectl and returns its standard output. Rejects if kubectl fails. */
export async function run(env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(kubectl, args, { env });
  return stdout;
}

/** Runs a kubectl command that must fail, and returns its standard error. */
export async function runFailing(env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<string> {
  try {
    await run(env, ...args);
  } catch (error) {
    return (error as { readonly stderr: string }).stderr;
  }
  throw new Error(`kubectl ${args.join(' ')} did not fail`);
}
