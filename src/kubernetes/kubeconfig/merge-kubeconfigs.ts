import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';

type Entry = { readonly name?: string; readonly [field: string]: unknown };

/** The content of a kubeconfig file. */
export type RawKubeConfig = {
  readonly clusters: readonly Entry[];
  readonly users: readonly Entry[];
  readonly contexts: readonly Entry[];
  readonly 'current-context': string | undefined;
};

/**
 * Merges kubeconfigs as kubectl does: the first file that defines a cluster, user, context or current context wins.
 * Paths in a file are relative to that file.
 */
export function mergeKubeConfigs(files: readonly { readonly path: string; readonly text: string }[]): RawKubeConfig {
  const parsed = files.map(({ path, text }) => parseKubeConfig(text, dirname(resolve(path))));
  return {
    clusters: firstByName(parsed.flatMap(({ clusters }) => clusters)),
    users: firstByName(parsed.flatMap(({ users }) => users)),
    contexts: firstByName(parsed.flatMap(({ contexts }) => contexts)),
    'current-context': parsed.map((config) => config['current-context']).find((name) => name !== undefined),
  };
}

function parseKubeConfig(text: string, folder: string): RawKubeConfig {
  const raw: unknown = parse(text) ?? {};
  if (!isRecord(raw)) throw new TypeError('not a kubeconfig');
  const context = raw['current-context'];
  return {
    clusters: entries(raw.clusters, 'cluster', (cluster) =>
      withAbsolutePaths(cluster, folder, ['certificate-authority']),
    ),
    users: entries(raw.users, 'user', (user) => readUser(user, folder)),
    contexts: entries(raw.contexts, 'context', (named) => named),
    'current-context': typeof context === 'string' && context !== '' ? context : undefined,
  };
}

function entries(list: unknown, field: string, read: (value: Record<string, unknown>) => unknown): readonly Entry[] {
  if (!Array.isArray(list)) return [];
  return list.filter(isRecord).map((entry) => {
    const value = entry[field];
    return { ...entry, [field]: isRecord(value) ? read(value) : value };
  });
}

function readUser(user: Record<string, unknown>, folder: string): Record<string, unknown> {
  const { tokenFile, exec, ...rest } = withAbsolutePaths(user, folder, [
    'client-certificate',
    'client-key',
    'tokenFile',
  ]);
  return {
    ...rest,
    // A path is relative to the kubeconfig. A command without a slash is looked up on the PATH.
    ...(isRecord(exec) && {
      exec: /[\\/]/.test(String(exec.command)) ? withAbsolutePaths(exec, folder, ['command']) : exec,
    }),
    // The client only reads `tokenFile` in this in-cluster form. `tokenFile` takes precedence over `token`.
    ...(tokenFile !== undefined && { token: undefined, 'auth-provider': { name: 'tokenFile', config: { tokenFile } } }),
  };
}

function withAbsolutePaths(
  value: Record<string, unknown>,
  folder: string,
  fields: readonly string[],
): Record<string, unknown> {
  const found = fields.filter((field) => typeof value[field] === 'string' && value[field] !== '');
  return { ...value, ...Object.fromEntries(found.map((field) => [field, resolve(folder, String(value[field]))])) };
}

function firstByName(list: readonly Entry[]): readonly Entry[] {
  const seen = new Map<unknown, Entry>();
  for (const entry of list) if (!seen.has(entry.name)) seen.set(entry.name, entry);
  return [...seen.values()];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
