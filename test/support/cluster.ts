import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import { KubernetesError } from '../../src/kubernetes/error.ts';
import type { Pod } from '../../src/kubernetes/objects.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { eventually } from './eventually.ts';

const run = promisify(execFile);
const maxCuts = 5;

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set\nSee CONTRIBUTING.md`);
  return value;
}

async function command(name: string, args: readonly string[], env: { [name: string]: string } = {}): Promise<string> {
  const [file = '', ...first] = variable(name).split(' ');
  const { stdout } = await run(file, [...first, ...args], {
    env: { ...process.env, ...env },
    timeout: 400_000,
    maxBuffer: 64 * 2 ** 20,
  });
  return stdout.trim();
}

/** The real cluster that the environment variables select. */
export const cluster = {
  kubeconfig: () => variable('FLINK_TUI_TEST_KUBECONFIG'),
  /** Whether faults can be injected into the API server. Inject faults only while no other test uses the cluster. */
  hasFaults: () => (process.env.FLINK_TUI_TEST_FAULT ?? '') !== '',
  hasFlinkClient: () => (process.env.FLINK_TUI_TEST_FLINK ?? '') !== '',
  /** Starts a session cluster and waits until REST is available. Arguments: `--ha` or `--bare`, the id, -D options. */
  session: (args: readonly string[], env?: { [name: string]: string }) => command('FLINK_TUI_TEST_SESSION', args, env),
  /** Submits a job in detached mode. Resolves with the job id. */
  submit: (args: readonly string[], env?: { [name: string]: string }) => command('FLINK_TUI_TEST_SUBMIT', args, env),
  /** Injects a fault. Resolves once the API server is reachable again. */
  fault: async (args: readonly string[]): Promise<void> => {
    let failure = await startFault(args);
    if (failure !== undefined && (await staysReachable())) throw failure;
    // A restarted proxy to the API server exits if the previous proxy still uses the port.
    for (let cuts = 0; !(await staysReachable()); cuts += 1) {
      if (cuts === maxCuts)
        throw new Error(`the API server's port stays closed after ${args.join(' ')}`, { cause: failure });
      failure = await startFault(['cut']);
    }
  },
  /** Returns the command line of Flink's own `flink` with these arguments. */
  flinkCommand: (args: readonly string[]) => [...variable('FLINK_TUI_TEST_FLINK').split(' '), ...args],
  connect: (): Promise<KubernetesApi> => connectKubernetes({ file: cluster.kubeconfig(), env: process.env }),
  /** Like `eventually`, but polls only four times per second. */
  eventually: <T>(description: string, check: () => T | Promise<T>, timeoutMs = 30_000) =>
    eventually(description, check, { timeoutMs, everyMs: 250 }),
};

/** Runs the fault command. Resolves with the error if the command fails. */
const startFault = (args: readonly string[]): Promise<Error | undefined> =>
  command('FLINK_TUI_TEST_FAULT', args).then(
    () => undefined,
    (error: Error) => error,
  );

/** Resolves with true if the API server's port accepts connections now, after 100 ms and after 400 ms. */
async function staysReachable(): Promise<boolean> {
  const [, host = '', port = ''] =
    /server: "?https:\/\/([^:\s]+):(\d+)/.exec(readFileSync(cluster.kubeconfig(), 'utf8')) ?? [];
  for (const delayMs of [0, 100, 300]) {
    await pause(delayMs);
    const socket = connect({ host, port: Number(port) });
    try {
      await once(socket, 'connect');
    } catch {
      return false;
    } finally {
      socket.destroy();
    }
  }
  return true;
}

/** Deletes a session cluster if it exists, waits until its pods are gone, and deletes its ConfigMaps. */
export async function removeSession(
  kubernetes: KubernetesApi,
  clusterId: string,
  namespace = 'default',
): Promise<void> {
  try {
    await kubernetes.delete(
      { resource: resources.deployments, namespace, name: clusterId },
      { propagation: 'Foreground' },
    );
  } catch (error) {
    if (!(error instanceof KubernetesError && error.kind === 'not-found')) throw error;
  }
  const pods = { resource: resources.pods, namespace, labelSelector: `app=${clusterId}` };
  // Pods without an owner are test pods of a killed test run.
  for (const { metadata } of await kubernetes.list<Pod>(pods)) {
    if (metadata?.ownerReferences !== undefined) continue;
    await kubernetes.delete(
      { resource: resources.pods, namespace, name: metadata?.name },
      { propagation: 'Background' },
    );
  }
  await cluster.eventually(
    `the pods of ${clusterId} to be gone`,
    async () => (await kubernetes.list(pods)).length === 0,
    120_000,
  );
  const configMaps = await kubernetes.list({
    resource: resources.configMaps,
    namespace,
    labelSelector: `app=${clusterId}`,
  });
  for (const { metadata } of configMaps) {
    await kubernetes.delete(
      { resource: resources.configMaps, namespace, name: metadata?.name },
      { propagation: 'Background' },
    );
  }
}
