import { parseDocument } from 'yaml';
import type { ConfigMap } from '../../kubernetes/objects.ts';

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

/**
 * Reads the settings that flink-tui needs from the cluster's ConfigMap. Flink 2.0 and later write config.yaml; earlier
 * versions may write flink-conf.yaml.
 */
export function readFlinkSettings(configMap: ConfigMap | undefined): FlinkSettings {
  const text = configMap?.data?.['config.yaml'] ?? configMap?.data?.['flink-conf.yaml'];
  if (text === undefined) return defaultFlinkSettings;
  // Unlike `parse`, `parseDocument` does not throw. It reads a partly broken file as far as possible.
  const tree: unknown = parseDocument(text, { logLevel: 'silent' }).toJS();
  const isOn = (key: string) => settingAt(tree, key)?.toLowerCase() === 'true';
  const isRestEncrypted = isOn('security.ssl.rest.enabled');
  const highAvailability = settingAt(tree, 'high-availability.type') ?? settingAt(tree, 'high-availability');
  return {
    options: new Map(flatten(tree)),
    highAvailability: highAvailability?.toLowerCase() === 'none' ? undefined : highAvailability,
    idleTimeout: withUnit(settingAt(tree, 'resourcemanager.taskmanager-timeout')) ?? defaultFlinkSettings.idleTimeout,
    isOutputRedirected: isOn('env.stdout-err.redirect-to-file'),
    isRestEncrypted,
    requiresClientCertificate: isRestEncrypted && isOn('security.ssl.rest.authentication-enabled'),
  };
}

/** Returns a setting by its dotted key. The file may nest keys fully, partly or not at all. */
function settingAt(tree: unknown, key: string): string | undefined {
  if (typeof tree !== 'object' || tree === null) return undefined;
  const node = tree as Record<string, unknown>;
  const value = node[key];
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  for (let dot = key.indexOf('.'); dot !== -1; dot = key.indexOf('.', dot + 1)) {
    const nested = settingAt(node[key.slice(0, dot)], key.slice(dot + 1));
    if (nested !== undefined) return nested;
  }
  return undefined;
}

function* flatten(node: unknown, prefix = ''): Generator<readonly [string, string]> {
  if (node === null || node === undefined) return;
  if (typeof node === 'object' && !Array.isArray(node)) {
    for (const [key, value] of Object.entries(node)) yield* flatten(value, prefix === '' ? key : `${prefix}.${key}`);
  } else if (prefix !== '') yield [prefix, typeof node === 'object' ? JSON.stringify(node) : String(node)];
}

/** Flink reads a duration without a unit as milliseconds. */
function withUnit(duration: string | undefined): string | undefined {
  if (duration === undefined || !/^\d+$/.test(duration)) return duration;
  const milliseconds = Number(duration);
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000} s` : `${milliseconds} ms`;
}
