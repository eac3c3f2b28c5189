import { flinkConfigMapName } from '../../flink/names.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { ConfigMap } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import type { FlinkSettings } from '../cluster/flink-settings.ts';
import type { SessionTarget } from '../session.ts';
import { readIfAllowed } from './read-if-allowed.ts';

export type RestScheme = 'http' | 'https';
type RestSecurity = Pick<FlinkSettings, 'isRestEncrypted' | 'requiresClientCertificate'>;

/**
 * Returns the REST protocol from the cluster's configuration; http if the configuration is missing or cannot be read.
 */
export async function readRestScheme(
  kubernetes: KubernetesApi,
  target: SessionTarget,
  signal: AbortSignal,
): Promise<RestScheme> {
  const security = await readRestSecurity(kubernetes, target, signal);
  return security?.isRestEncrypted ? 'https' : 'http';
}

/**
 * Reads the TLS settings of REST from the cluster's configuration. Returns undefined if the configuration is missing or
 * the user cannot read it.
 */
export async function readRestSecurity(
  kubernetes: KubernetesApi,
  { clusterId, namespace }: SessionTarget,
  signal: AbortSignal,
): Promise<RestSecurity | undefined> {
  const path = { resource: resources.configMaps, namespace, name: flinkConfigMapName(clusterId) };
  const configMap = await readIfAllowed(kubernetes.get<ConfigMap>(path, signal));
  if (configMap === undefined) return undefined;
  // Load the YAML parser only for the few clusters that use TLS.
  const mayBeEncrypted = Object.values(configMap.data ?? {}).some((text) => /\bssl\b/.test(text));
  if (!mayBeEncrypted) return { isRestEncrypted: false, requiresClientCertificate: false };
  const { readFlinkSettings } = await import('../cluster/flink-settings.ts');
  return readFlinkSettings(configMap);
}
