import { CommandError, exitCodes } from '../../commands/record/command-error.ts';
import type { FlagValues } from '../../settings/read-settings.ts';
import { nearest } from '../../text/nearest.ts';

/** Flink's own configuration keys that say where a session cluster is, and what they are called here. */
const known = {
  'kubernetes.cluster-id': 'cluster-id',
  'kubernetes.namespace': 'namespace',
  'kubernetes.context': 'context',
  'kubernetes.config.file': 'kubeconfig',
} as const;
type Meaning = (typeof known)[keyof typeof known];

/** What Flink's clients are told to attach with, as flink-tui always does. */
const attachedKey = 'execution.attached';
/** The keys by which Flink builds pods. */
const deploymentKeys = /^(kubernetes|jobmanager|taskmanager|containerized|env|high-availability)\./;

export type DynamicProperties = {
  readonly clusterId: string | undefined;
  readonly flags: FlagValues;
  /** A sentence for each one that has no effect. */
  readonly notes: readonly string[];
};

/** Reads what `-D` was given, as kubernetes-session.sh takes it; `-Dkey` alone means `true` there. */
export function readDynamicProperties(properties: readonly string[]): DynamicProperties {
  const found: { [Name in Meaning]?: { value: string; flag: string } } = {};
  const notes: string[] = [];
  for (const property of properties) {
    const [key = '', ...rest] = property.split('=');
    const value = rest.join('=');
    if (key === attachedKey && ['', 'true'].includes(value)) continue;
    if (!Object.hasOwn(known, key)) {
      notes.push(`-D${key} has no effect: ${whyIgnored(key)}`);
      continue;
    }
    if (value.trim() === '') throw new CommandError(exitCodes.usage, `-D${key} needs a value: -D${key}=VALUE`);
    found[known[key as keyof typeof known]] = { value, flag: `-D${key}` };
  }
  const { 'cluster-id': clusterId, ...flags } = found;
  return { clusterId: clusterId?.value, flags, notes };
}

function whyIgnored(key: string): string {
  if (key === attachedKey) return 'flink-tui always attaches';
  const [meant] = nearest(key, [...Object.keys(known), attachedKey]);
  if (meant !== undefined) return `is it ${meant}?`;
  return deploymentKeys.test(key)
    ? 'it configures a deployment, and flink-tui deploys nothing'
    : 'flink-tui does not read it';
}

/** A flag and a -D that say the same are fine; two answers to one question are not. */
export function mergeFlags(typed: FlagValues, dynamic: FlagValues): FlagValues {
  for (const [name, { value, flag }] of Object.entries(dynamic)) {
    const other = typed[name as keyof FlagValues];
    if (other !== undefined && other.value !== value) {
      throw new CommandError(exitCodes.usage, `${other.flag} is ${other.value}, but ${flag} is ${value}`);
    }
  }
  return { ...dynamic, ...typed };
}
