import { spawn } from 'node:child_process';
import { KubernetesError } from '../error.ts';
import type { ExecClusterInfo } from './exec-cluster-info.ts';

/** The `exec` section of a kubeconfig user. */
export type ExecPluginConfig = {
  readonly apiVersion?: string;
  readonly command: string;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly installHint?: string;
  /** `Always` if the plugin needs a terminal. */
  readonly interactiveMode?: string;
  readonly provideClusterInfo?: boolean;
};

export type ExecCredential = {
  readonly token: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
  /** Epoch milliseconds; infinite if the plugin reports no expiry. */
  readonly expiresAt: number;
};

const timeoutMs = 60_000;

/** Runs a credential plugin once. Rejects with the reason of `closed` when `closed` is aborted. */
export async function runExecPlugin(
  config: ExecPluginConfig,
  cluster: ExecClusterInfo | undefined,
  closed: AbortSignal,
): Promise<ExecCredential> {
  closed.throwIfAborted();
  if (config.interactiveMode === 'Always') {
    throw pluginError(
      config,
      'needs a terminal (interactiveMode: Always), which flink-tui cannot provide; ' +
        'to run the plugin without a terminal, set interactiveMode: IfAvailable',
    );
  }
  const { code, output, errors } = await run(config, cluster, closed);
  if (code !== 0) {
    const lastLine = errors.trim().split('\n').at(-1);
    throw pluginError(config, `failed (exit code ${code})${lastLine ? `: ${lastLine}` : ''}`);
  }
  return readCredential(config, output);
}

function run(
  config: ExecPluginConfig,
  cluster: ExecClusterInfo | undefined,
  closed: AbortSignal,
): Promise<{ code: number | null; output: string; errors: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(config.command, config.args ?? [], {
      env: { ...process.env, ...environment(config, cluster) },
      // The plugin gets no standard input, because the screen uses the terminal.
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), closed]),
    });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.on('error', (cause) => {
      // A wrapper script's child may survive the script and keep the output pipes open. Neither the child nor the pipes
      // may prevent flink-tui from exiting.
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      reject(closed.aborted ? closed.reason : pluginError(config, startFailureReason(config, cause), cause));
    });
    child.on('close', (code, signal) => {
      if (signal !== null) reject(pluginError(config, `was killed by ${signal}`));
      else resolve({ code, output, errors });
    });
  });
}

function startFailureReason({ installHint }: ExecPluginConfig, cause: NodeJS.ErrnoException): string {
  if (cause.name === 'AbortError') return `did not finish within ${timeoutMs / 1000} s`;
  const reason = cause.code === 'ENOENT' ? 'is not installed' : `cannot be started: ${cause.message}`;
  return installHint ? `${reason}: ${installHint.trim()}` : reason;
}

function environment(
  { apiVersion, env }: ExecPluginConfig,
  cluster: ExecClusterInfo | undefined,
): Record<string, string> {
  const info = {
    apiVersion: apiVersion ?? 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    spec: { interactive: false, ...(cluster && { cluster }) },
  };
  const own = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
  return { KUBERNETES_EXEC_INFO: JSON.stringify(info), ...own };
}

function readCredential(config: ExecPluginConfig, output: string): ExecCredential {
  const status = parseStatus(output);
  const text = (field: string) => (typeof status?.[field] === 'string' ? status[field] : undefined);
  const credential = {
    token: text('token'),
    certificate: text('clientCertificateData'),
    key: text('clientKeyData'),
    expiresAt: Date.parse(text('expirationTimestamp') ?? '') || Number.POSITIVE_INFINITY,
  };
  if (credential.token === undefined && credential.certificate === undefined) {
    throw pluginError(config, 'printed no credential');
  }
  return credential;
}

function parseStatus(output: string): Record<string, unknown> | undefined {
  try {
    return (JSON.parse(output) as { status?: Record<string, unknown> } | null)?.status;
  } catch {
    return undefined;
  }
}

function pluginError(config: ExecPluginConfig, problem: string, cause?: unknown): KubernetesError {
  const command = [config.command, ...(config.args ?? [])].map(quoteForShell).join(' ');
  return new KubernetesError(
    'credentials',
    `the credential plugin ${config.command} ${problem.replace(/\.$/, '')}; to log in or see details, run: ${command}`,
    { cause },
  );
}

function quoteForShell(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
