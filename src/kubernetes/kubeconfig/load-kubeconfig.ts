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
  /** Source of the kubeconfig, for messages: one or more paths, or `the pod's service account`. */
  readonly origin: string;
  /** Whether this is the service account of this pod. */
  readonly isInCluster: boolean;
  /** The `as-groups` of a user. The client drops them, so requests would have the wrong permissions. */
  readonly impersonatedGroups: (user: string) => readonly string[];
  /** The cluster's configuration for the credential plugin. The client drops this configuration. */
  readonly execConfig: (cluster: string) => unknown;
};

const execExtension = 'client.authentication.k8s.io/exec';

/** Reads the given kubeconfig, or the one that kubectl would use. Selects no context. */
export function loadKubeConfig(choice: KubeConfigChoice): LoadedKubeConfig {
  if (choice.file !== undefined) return loadChosenFile(choice.file);

  const kubeconfigVariable = choice.env.KUBECONFIG;
  const candidates =
    kubeconfigVariable === undefined || kubeconfigVariable === ''
      ? [join(choice.env.HOME ?? choice.env.USERPROFILE ?? homedir(), '.kube', 'config')]
      : kubeconfigVariable.split(delimiter).filter((file) => file !== '');
  const files = candidates.filter((file) => existsSync(file));
  if (files.length > 0) return loadFiles(files);
  if (choice.env.KUBERNETES_SERVICE_HOST !== undefined && existsSync(serviceAccountToken)) return loadInCluster();

  const searchedPaths = `${candidates.join(', ')}${kubeconfigVariable ? ' (from KUBECONFIG)' : ''}`;
  throw new KubernetesError(
    'no-kubeconfig',
    `no kubeconfig found: looked for ${searchedPaths}, then for a pod's service account`,
  );
}

function loadChosenFile(file: string): LoadedKubeConfig {
  if (existsSync(file)) return loadFiles([file]);
  throw new KubernetesError('no-kubeconfig', `no kubeconfig at ${file}`);
}

function loadFiles(paths: readonly string[]): LoadedKubeConfig {
  const origin = paths.join(', ');
  const kubeConfig = new KubeConfig();
  const raw = readFiles(paths, origin);
  if (raw.contexts.length === 0) {
    throw new KubernetesError('no-kubeconfig', `the kubeconfig ${origin} has no contexts`);
  }
  kubeConfig.loadFromString(JSON.stringify(raw), { onInvalidEntry: 'filter' });
  return {
    kubeConfig,
    origin,
    isInCluster: false,
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
    throw new KubernetesError('no-kubeconfig', `cannot read the kubeconfig ${origin}: ${reason}`, { cause });
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'EISDIR') return 'is a directory';
  if (code === 'EACCES') return 'permission denied';
  return cause.message.split('\n')[0] ?? code ?? cause.name;
}

function loadInCluster(): LoadedKubeConfig {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromCluster();
  return {
    kubeConfig,
    origin: "the pod's service account",
    isInCluster: true,
    impersonatedGroups: () => [],
    execConfig: () => undefined,
  };
}
