import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { cluster } from './cluster.ts';
import { programFile } from './program.ts';

/** A local port that a child process forwards. */
export type ForwardedPort = {
  readonly url: string;
  /** The first line that the process printed. */
  readonly firstLine: string;
  readonly process: ChildProcess;
  readonly hasEnded: () => boolean;
  /** Ends the process with SIGINT. Resolves with its exit code, or null if a signal ended it. */
  readonly end: () => Promise<number | null>;
};

/** Starts the built program's `port-forward` on the real cluster. */
export async function startPortForward(clusterId: string, ...args: readonly string[]): Promise<ForwardedPort> {
  const command = ['port-forward', clusterId, ...args, '--kubeconfig', cluster.kubeconfig(), '-o', 'json'];
  const child = spawn(process.execPath, [programFile(), ...command], { stdio: ['ignore', 'pipe', 'inherit'] });
  return forwarded(child, (line) => (JSON.parse(line) as { url: string }).url);
}

/** Starts kubectl's port-forward for comparison. `target` is `service/NAME` or `pod/NAME`. */
export async function startKubectlForward(target: string, port: number): Promise<ForwardedPort> {
  const { FLINK_TUI_TEST_KUBECTL: kubectl = '' } = process.env;
  const command = ['--kubeconfig', cluster.kubeconfig(), 'port-forward', target, `:${port}`];
  const child = spawn(kubectl, command, { stdio: ['ignore', 'pipe', 'ignore'] });
  return forwarded(child, (line) => `http://${/127\.0\.0\.1:\d+/.exec(line)?.[0]}`);
}

async function forwarded(
  child: ChildProcess & { stdout: NonNullable<ChildProcess['stdout']> },
  urlOf: (line: string) => string,
) {
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const ended = exited.then(([code]) => {
    throw new Error(`port-forward exited with code ${code} before its port was open`);
  });
  ended.catch(() => undefined);
  const [first] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  return {
    url: urlOf(first),
    firstLine: first,
    process: child,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    end: async () => {
      child.kill('SIGINT');
      const [code] = (await exited) as [number | null];
      return code;
    },
  };
}
