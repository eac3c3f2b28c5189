import type { ConfigMap } from '../../kubernetes/objects.ts';
import { readConfigFile } from '../configuration/config-file.ts';

export type FlinkSettings = {
  /** All options by key, nested keys joined by dots. Values are as in the file, lists as JSON. Contains secrets. */
  readonly options: ReadonlyMap<string, string>;
  /** Type of high availability; undefined if high availability is off. */
  readonly highAvailability: string | undefined;
  /** resourcemanager.taskmanager-timeout, formatted for display. */
  readonly idleTimeout: string;
  /** True if env.stdout-err.redirect-to-file is set. Container logs are then empty. */
  readonly isOutputRedirected: boolean;
  /** True if security.ssl.rest.enabled is set. REST then uses HTTPS, also inside the cluster. */
  readonly isRestEncrypted: boolean;
  /** True if security.ssl.rest.authentication-enabled is set as well. Clients then need a certificate. */
  readonly requiresClientCertificate: boolean;
};

export const defaultFlinkSettings: FlinkSettings = {
  options: new Map(),
  highAvailability: undefined,
  idleTimeout: '30 s',
  isOutputRedirected: false,
  isRestEncrypted: false,
  requiresClientCertificate: false,
};

/** Reads the settings that flink-tui needs from the cluster's ConfigMap. */
export function readFlinkSettings(configMap: ConfigMap | undefined): FlinkSettings {
  const options = readConfigFile(configMap)?.options;
  if (options === undefined) return defaultFlinkSettings;
  const isOn = (key: string) => options.get(key)?.toLowerCase() === 'true';
  const isRestEncrypted = isOn('security.ssl.rest.enabled');
  const highAvailability = options.get('high-availability.type') ?? options.get('high-availability');
  return {
    options,
    highAvailability: highAvailability?.toLowerCase() === 'none' ? undefined : highAvailability,
    idleTimeout: withUnit(options.get('resourcemanager.taskmanager-timeout')) ?? defaultFlinkSettings.idleTimeout,
    isOutputRedirected: isOn('env.stdout-err.redirect-to-file'),
    isRestEncrypted,
    requiresClientCertificate: isRestEncrypted && isOn('security.ssl.rest.authentication-enabled'),
  };
}

/** Flink reads a duration without a unit as milliseconds. */
function withUnit(duration: string | undefined): string | undefined {
  if (duration === undefined || !/^\d+$/.test(duration)) return duration;
  const milliseconds = Number(duration);
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000} s` : `${milliseconds} ms`;
}
