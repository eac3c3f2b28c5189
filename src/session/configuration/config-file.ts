import { parseDocument } from 'yaml';
import type { ConfigMap } from '../../kubernetes/objects.ts';

/** Names of Flink's configuration file, the newer one first. Flink 1.x writes `flink-conf.yaml` if its client has this file. */
const fileNames = ['config.yaml', 'flink-conf.yaml'] as const;

export type ConfigFile = {
  readonly name: (typeof fileNames)[number];
  /** All options by key, nested keys joined by dots. Values are as in the file, lists as JSON. Contains secrets. */
  readonly options: ReadonlyMap<string, string>;
};

/** Reads Flink's configuration file in the cluster's ConfigMap; undefined if the ConfigMap has none. */
export function readConfigFile(configMap: ConfigMap | undefined): ConfigFile | undefined {
  for (const name of fileNames) {
    const text = configMap?.data?.[name];
    if (text !== undefined) return { name, options: name === 'config.yaml' ? readYaml(text) : readLegacyLines(text) };
  }
  return undefined;
}

function readYaml(text: string): ReadonlyMap<string, string> {
  // Unlike `parse`, `parseDocument` does not throw. It reads a partly broken file as far as possible.
  return new Map(flatten(parseDocument(text, { logLevel: 'silent' }).toJS()));
}

function* flatten(node: unknown, prefix = ''): Generator<readonly [string, string]> {
  if (node === null || node === undefined) return;
  if (typeof node === 'object' && !Array.isArray(node)) {
    for (const [key, value] of Object.entries(node)) yield* flatten(value, prefix === '' ? key : `${prefix}.${key}`);
  } else if (prefix !== '') yield [prefix, typeof node === 'object' ? JSON.stringify(node) : String(node)];
}

/**
 * Reads lines `key: value`, as `GlobalConfiguration.loadLegacyYAMLResource` of Flink 1.x does: this is no YAML. A value
 * ends at `#` and may contain `: `. The last line of a key counts.
 */
export function readLegacyLines(text: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [content = ''] = line.split('#', 1);
    const separator = content.indexOf(': ');
    if (separator === -1) continue;
    const key = content.slice(0, separator).trim();
    const value = content.slice(separator + 2).trim();
    if (key !== '' && value !== '') options.set(key, value);
  }
  return options;
}
