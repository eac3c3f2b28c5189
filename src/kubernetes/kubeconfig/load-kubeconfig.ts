import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { KubernetesError } from '../error.ts';
import type { KubeConfigChoice } from './kubeconfig.ts';
import { mergeKubeConfigs, type RawKubeConfig } from './merge-kubeconfigs.ts';

const serviceAccountToken = '/var/run/secrets/kubernetes.io/serviceaccount/token';

export type LoadedKubeConfig = {
  readonly kubeConfig: KubeConfig;
  /** Where it was read, for messages: `~/.kube/config`, two files, `the pod's service account`. */
  readonly origin: string;
  /** A user's `as-groups`, which the client drops: without them one would act with other rights than one thinks. */
  readonly impersonatedGroups: (user: string) => readonly string[];
  /** What a cluster's entry has for its credential plugin, which the client drops too. */
  readonly execConfig: (cluster: string) => unknown;
};

const execExtension = 'client.authentication.k8s.io/exec';

/** Reads the kubeconfig that was chosen, or else the one that kubectl would find. No context is chosen yet. */
export function loadKubeConfig(choice: KubeConfigChoice): LoadedKubeConfig {
  if (choice.file !== undefined) return loadChosenFile(choice.file);

  const fromVariable = choice.env.KUBECONFIG;
  const candidates =
    fromVariable === undefined || fromVariable === ''
      ? [join(choice.env.HOME ?? choice.env.USERPROFILE ?? homedir(), '.kube', 'config')]
      : fromVariable.split(delimiter).filter((file) => file !== '');
  const files = candidates.filter((file) => existsSync(file));
  if (files.length > 0) return loadFiles(files);
  if (choice.env.KUBERNETES_SERVICE_HOST !== undefined && existsSync(serviceAccountToken)) return loadInCluster();

  const places = `${candidates.join(', ')}${fromVariable ? ' (from KUBECONFIG)' : ''}`;
  throw new KubernetesError(
    'no-kubeconfig',
    `There is no kubeconfig: looked for ${places}, then for a pod's service account.`,
  );
}

function loadChosenFile(file: string): LoadedKubeConfig {
  if (existsSync(file)) return loadFiles([file]);
  throw new KubernetesError('no-kubeconfig', `There is no kubeconfig at ${file}.`);
}

function loadFiles(paths: readonly string[]): LoadedKubeConfig {
  const origin = paths.join(', ');
  const kubeConfig = new KubeConfig();
  const raw = readFiles(paths, origin);
  if (raw.contexts.length === 0) {
    throw new KubernetesError('no-kubeconfig', `The kubeconfig ${origin} has no contexts.`);
  }
  kubeConfig.loadFromString(JSON.stringify(raw), { onInvalidEntry: 'filter' });
  return {
    kubeConfig,
    origin,
    impersonatedGroups: (name) => {
      const user = raw.users.find((entry) => entry.name === name)?.user;
      return Object(user)['as-groups'] ?? [];
    },
    execConfig: (name) => {
      const cluster = raw.clusters.find((entry) => entry.name === name)?.cluster;
      const extensions: readonly { name?: unknown; extension?: unknown }[] = Object(cluster).extensions ?? [];
      return extensions.find((entry) => entry.name === execExtension)?.extension;
    },
  };
}

function readFiles(paths: readonly string[], origin: string): RawKubeConfig {
  try {
    return mergeKubeConfigs(paths.map((path) => ({ path, text: readFileSync(path, 'utf8') })));
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new KubernetesError('no-kubeconfig', `The kubeconfig ${origin} cannot be read: ${reason}.`, { cause });
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'you may not read that file';
  return cause.message.split('\n')[0] ?? code ?? cause.name;
}

function loadInCluster(): LoadedKubeConfig {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromCluster();
  return { kubeConfig, origin: "the pod's service account", impersonatedGroups: () => [], execConfig: () => undefined };
}
