import { isSensitiveKey, masked, maskText } from '../journal/mask.ts';
import { isSameValue, parseMemorySize } from './same-value.ts';
import { isComputedSize, setAtStart } from './set-at-start.ts';

/** Options by key. */
type Options = ReadonlyMap<string, string>;

/** Where a running value comes from. */
export type Origin =
  /** The cluster's ConfigMap. */
  | { readonly kind: 'config-map' }
  /** `-Dkey=value` in the command line of the JobManager's container. */
  | { readonly kind: 'command-line' }
  /** `FLINK_PROPERTIES` in the environment of the JobManager's container. */
  | { readonly kind: 'environment' }
  /** Flink has set it when it started. */
  | { readonly kind: 'start'; readonly reason: string }
  | { readonly kind: 'unknown' };

export type Difference =
  /** The ConfigMap has another value, which takes effect with the next start. */
  | 'changed'
  /** The key is in the ConfigMap, but the JobManager runs without it. */
  | 'added'
  /** The JobManager runs with the key, and it was probably removed from the ConfigMap. */
  | 'removed'
  /** The command line or the environment overrides the ConfigMap. */
  | 'overridden';

/** An option of Flink. Secrets are masked. */
export type ConfigurationEntry = {
  readonly key: string;
  /** undefined if the JobManager runs without the key, or if its options are unknown. */
  readonly running: string | undefined;
  /** The value in the ConfigMap; undefined if it has none, or if the ConfigMap is unknown. */
  readonly configured: string | undefined;
  /** undefined if the JobManager runs without the key. */
  readonly origin: Origin | undefined;
  readonly difference: Difference | undefined;
  /** Whether Flink masks the running value, so that it is not compared with the ConfigMap. */
  readonly isIncomparable: boolean;
};

export type ConfigurationSources = {
  /** Options of the leading JobManager, whose secrets are masked by Flink; undefined if they are unknown. */
  readonly running: Options | undefined;
  /** Options in the ConfigMap, with secrets; undefined if they are unknown. */
  readonly configured: Options | undefined;
  readonly commandLine: Options;
  readonly environment: Options;
  /** Whether the configuration file was changed after the JobManager started. */
  readonly isChangedSinceStart: boolean;
};

/** Returns all options by key, where their values come from, and how the ConfigMap differs. */
export function compareConfiguration(sources: ConfigurationSources): readonly ConfigurationEntry[] {
  const { running, configured } = sources;
  const isSecret = secretKeys(sources);
  const keys = [...new Set([...(running?.keys() ?? []), ...(configured?.keys() ?? [])])].sort();
  return keys.map((key) => {
    const [value, own] = [running?.get(key), configured?.get(key)];
    const shown = (text: string | undefined) => text && (isSecret(key) ? masked : maskText(text));
    return {
      key,
      running: shown(value),
      configured: shown(own),
      isIncomparable: value === masked && own !== undefined,
      ...compare(key, sources),
    };
  });
}

function compare(
  key: string,
  { running, configured, commandLine, environment, isChangedSinceStart }: ConfigurationSources,
): Pick<ConfigurationEntry, 'origin' | 'difference'> {
  const value = running?.get(key);
  const own = configured?.get(key);
  if (value === undefined) return { origin: undefined, difference: running && own !== undefined ? 'added' : undefined };
  if (value === masked)
    return { origin: secretOrigin(key, { configured, commandLine, environment }), difference: undefined };
  const same = (other: string | undefined) => other !== undefined && isSameOption(key, other, value);
  const overridden = own !== undefined && !same(own) ? 'overridden' : undefined;
  if (same(commandLine.get(key))) return { origin: { kind: 'command-line' }, difference: overridden };
  if (same(own)) return { origin: { kind: 'config-map' }, difference: undefined };
  if (same(environment.get(key))) return { origin: { kind: 'environment' }, difference: overridden };
  const reason = setAtStart(key);
  if (reason !== undefined && !(own !== undefined && isComputedSize(key))) {
    return { origin: { kind: 'start', reason }, difference: undefined };
  }
  if (own !== undefined) return { origin: { kind: 'config-map' }, difference: 'changed' };
  const isRemoved = configured !== undefined && isChangedSinceStart;
  return { origin: { kind: 'unknown' }, difference: isRemoved ? 'removed' : undefined };
}

/** A value that Flink masks comes from the first source that has the key. */
function secretOrigin(
  key: string,
  { configured, commandLine, environment }: Pick<ConfigurationSources, 'configured' | 'commandLine' | 'environment'>,
): Origin {
  if (commandLine.has(key)) return { kind: 'command-line' };
  if (configured?.has(key)) return { kind: 'config-map' };
  return { kind: environment.has(key) ? 'environment' : 'unknown' };
}

/** The script that starts the JobManager writes sizes in bytes: `256m` becomes `268435456b`. */
function isSameOption(key: string, a: string, b: string): boolean {
  if (isSameValue(a, b)) return true;
  const size = isComputedSize(key) ? parseMemorySize(a) : undefined;
  return size !== undefined && size === parseMemorySize(b);
}

/** Flink masks further keys that `security.redaction.additional-keys` names, and flink-tui masks what Flink masks. */
function secretKeys({ running, configured }: ConfigurationSources): (key: string) => boolean {
  const option = 'security.redaction.additional-keys';
  const additional = [running?.get(option), configured?.get(option)]
    .flatMap((text) => text?.split(/[,;[\]"]/) ?? [])
    .map((text) => text.trim().toLowerCase())
    .filter((text) => text !== '');
  return (key) =>
    key !== option &&
    (isSensitiveKey(key) ||
      running?.get(key) === masked ||
      additional.some((part) => key.toLowerCase().includes(part)));
}
