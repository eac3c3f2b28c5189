import { spawn } from 'node:child_process';
import { KubernetesError } from '../error.ts';
import type { ExecClusterInfo } from './exec-cluster-info.ts';

/** A user's `exec` of a kubeconfig. */
export type ExecPluginConfig = {
  readonly apiVersion?: string;
  readonly command: string;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly installHint?: string;
  /** `Always` for a plugin that cannot do without a terminal. */
  readonly interactiveMode?: string;
  readonly provideClusterInfo?: boolean;
};

export type ExecCredential = {
  readonly token: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
  /** Epoch milliseconds; infinite if the plugin names no end. */
  readonly expiresAt: number;
};

const timeoutMs = 60_000;

/**
 * Runs a credential plugin once. It gets no standard input, because the terminal belongs to the screen: one that
 * needs to ask fails, and the error gives the command to run by hand. Rejects with the reason of `closed` once that is
 * aborted, and leaves nothing behind that would keep this process from its end.
 */
export async function runExecPlugin(
  config: ExecPluginConfig,
  cluster: ExecClusterInfo | undefined,
  closed: AbortSignal,
): Promise<ExecCredential> {
  closed.throwIfAborted();
  if (config.interactiveMode === 'Always') {
    throw failure(
      config,
      'asks at a terminal, by interactiveMode: Always of the kubeconfig, and the terminal is in use here. ' +
        'With interactiveMode: IfAvailable it is run without one.',
    );
  }
  const { code, output, errors } = await run(config, cluster, closed);
  if (code !== 0) {
    const lastWord = errors.trim().split('\n').at(-1);
    throw failure(config, `failed (exit code ${code})${lastWord ? `: ${lastWord}` : ''}`);
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
      // What a wrapper has started outlives it, and holds its pipes.
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      reject(closed.aborted ? closed.reason : failure(config, startFailure(config, cause), cause));
    });
    child.on('close', (code, signal) => {
      if (signal !== null) reject(failure(config, `was ended by ${signal}`));
      else resolve({ code, output, errors });
    });
  });
}

function startFailure({ installHint }: ExecPluginConfig, cause: NodeJS.ErrnoException): string {
  if (cause.name === 'AbortError') return `did not end within ${timeoutMs / 1000} s`;
  const reason = cause.code === 'ENOENT' ? 'is not installed' : `cannot be started: ${cause.message}`;
  return installHint ? `${reason}. ${installHint.trim()}` : reason;
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
    throw failure(config, 'printed no credential');
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

function failure(config: ExecPluginConfig, what: string, cause?: unknown): KubernetesError {
  const command = [config.command, ...(config.args ?? [])].map(quoteForShell).join(' ');
  const stop = /[.!?]$/.test(what) ? '' : '.';
  return new KubernetesError(
    'credentials',
    `The credential plugin ${config.command} ${what}${stop} To log in or to see more, run: ${command}`,
    { cause },
  );
}

function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
