import { CommandError, exitCodes } from '../../commands/record/command-error.ts';
import type { FlagValues } from '../../settings/read-settings.ts';
import { nearest } from '../../text/nearest.ts';

/** Flink's configuration keys that locate a session cluster, and the option that each one sets. */
const locationKeys = {
  'kubernetes.cluster-id': 'cluster-id',
  'kubernetes.namespace': 'namespace',
  'kubernetes.context': 'context',
  'kubernetes.config.file': 'kubeconfig',
} as const;
type LocationOption = (typeof locationKeys)[keyof typeof locationKeys];

/** Flink's clients attach only if this key is `true`. flink-tui always attaches. */
const attachedKey = 'execution.attached';
/** Keys that configure the pods of a deployment. */
const deploymentKeys = /^(kubernetes|jobmanager|taskmanager|containerized|env|high-availability)\./;

export type DynamicProperties = {
  readonly clusterId: string | undefined;
  readonly flags: FlagValues;
  /** One message for each property that has no effect. */
  readonly notes: readonly string[];
};

/** Parses the values of `-D`. As in kubernetes-session.sh, `-Dexecution.attached` means `-Dexecution.attached=true`. */
export function readDynamicProperties(properties: readonly string[]): DynamicProperties {
  const found: { [Name in LocationOption]?: { value: string; flag: string } } = {};
  const notes: string[] = [];
  for (const property of properties) {
    const [key = '', ...rest] = property.split('=');
    const value = rest.join('=');
    if (key === attachedKey && ['', 'true'].includes(value)) continue;
    if (!Object.hasOwn(locationKeys, key)) {
      notes.push(`-D${key} has no effect: ${reasonIgnored(key)}`);
      continue;
    }
    if (value.trim() === '') throw new CommandError(exitCodes.usage, `-D${key} requires a value: -D${key}=VALUE`);
    found[locationKeys[key as keyof typeof locationKeys]] = { value, flag: `-D${key}` };
  }
  const { 'cluster-id': clusterId, ...flags } = found;
  return { clusterId: clusterId?.value, flags, notes };
}

function reasonIgnored(key: string): string {
  if (key === attachedKey) return 'flink-tui always attaches';
  const [suggestion] = nearest(key, [...Object.keys(locationKeys), attachedKey]);
  if (suggestion !== undefined) return `did you mean ${suggestion}?`;
  return deploymentKeys.test(key)
    ? 'it configures a deployment, and flink-tui never deploys'
    : 'flink-tui does not use this property';
}

/** Merges flags and -D properties. The same option with two different values is a usage error. */
export function mergeFlags(typed: FlagValues, dynamic: FlagValues): FlagValues {
  for (const [name, { value, flag }] of Object.entries(dynamic)) {
    const other = typed[name as keyof FlagValues];
    if (other !== undefined && other.value !== value) {
      throw new CommandError(
        exitCodes.usage,
        `conflicting options: ${other.flag} is ${other.value}, but ${flag} is ${value}`,
      );
    }
  }
  return { ...dynamic, ...typed };
}
