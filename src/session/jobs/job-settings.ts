import type { CheckpointConfig, JobConfiguration } from '../../flink/responses.ts';
import { formatSeconds } from '../../text/duration.ts';
import { isSensitiveKey, masked, maskText } from '../journal/mask.ts';
import { parseFlinkDuration } from './flink-duration.ts';
import { configuredStrategy, usesClusterStrategy } from './restart-strategy.ts';

/** A setting of a job beside the one of its cluster. Values are formatted for display. */
export type JobSetting = {
  readonly name: string;
  /** Flink's option. */
  readonly key: string;
  /** undefined if Flink does not send it. */
  readonly value: string | undefined;
  /** What the cluster's configuration or Flink's default would give the job; undefined if unknown. */
  readonly cluster: string | undefined;
  /** Whether the job has another value than the cluster. False if one of them is unknown. */
  readonly differs: boolean;
};

/** Options of the cluster by key; undefined if they are unknown. */
type Options = ReadonlyMap<string, string> | undefined;

/** Returns the settings of a job that are not about checkpoints. */
export function executionSettings(
  { parallelism, objectReuse, restartStrategy }: JobConfiguration,
  options: Options,
): readonly JobSetting[] {
  const inherited = configuredStrategy(options) ?? "Flink's default";
  const usesCluster = restartStrategy !== undefined && usesClusterStrategy(restartStrategy);
  return [
    setting(
      'Parallelism',
      'parallelism.default',
      parallelism?.toString(),
      first(options, ['parallelism.default'], '1'),
    ),
    setting('Object reuse', 'pipeline.object-reuse', onOff(objectReuse), switchOf(options, ['pipeline.object-reuse'])),
    {
      name: 'Restart strategy',
      key: 'restart-strategy.type',
      value: usesCluster ? inherited : restartStrategy,
      cluster: options && inherited,
      differs: options !== undefined && restartStrategy !== undefined && !usesCluster,
    },
  ];
}

/** Returns the checkpointing of a job. @param config undefined if checkpointing is disabled */
export function checkpointingSettings(config: CheckpointConfig | undefined, options: Options): readonly JobSetting[] {
  const key = (name: string) => `execution.checkpointing.${name}`;
  const duration = (name: string, fallback: string) => durationOf(first(options, [key(name)], fallback));
  const interval = setting(
    'Interval',
    key('interval'),
    config?.intervalMs === undefined ? 'off' : formatTime(config.intervalMs),
    options && (durationOf(options.get(key('interval'))) ?? 'off'),
  );
  if (config === undefined) return [interval];
  const { timeoutMs, minPauseMs, maxConcurrent, tolerableFailures } = config;
  return [
    interval,
    setting('Timeout', key('timeout'), formatTime(timeoutMs), duration('timeout', '10 min')),
    setting(
      'Minimum pause',
      key('min-pause'),
      minPauseMs === undefined ? undefined : formatTime(minPauseMs),
      duration('min-pause', '0 ms'),
    ),
    numberSetting('Maximum concurrent', key('max-concurrent-checkpoints'), maxConcurrent, '1'),
    setting(
      'Mode',
      key('mode'),
      config.isExactlyOnce ? 'exactly once' : 'at least once',
      first(options, [key('mode')], 'exactly_once')
        ?.toLowerCase()
        .replaceAll(/[_-]/g, ' '),
    ),
    setting(
      'Unaligned',
      key('unaligned.enabled'),
      onOff(config.isUnaligned),
      switchOf(options, [key('unaligned.enabled'), key('unaligned')]),
    ),
    setting(
      'Kept after cancel',
      key('externalized-checkpoint-retention'),
      yesNo(config.isRetained),
      options && yesNo(isRetained(options)),
    ),
    numberSetting('Tolerable failures', key('tolerable-failed-checkpoints'), tolerableFailures, '0'),
    setting(
      'State backend',
      'state.backend.type',
      backendName(config.stateBackend),
      backendName(first(options, ['state.backend.type', 'state.backend'], 'hashmap')),
    ),
    setting('Storage', key('storage'), storageName(config.storage), options && storageOf(options)),
  ];

  function numberSetting(name: string, option: string, value: number | undefined, fallback: string): JobSetting {
    return setting(name, option, value?.toString(), first(options, [option], fallback));
  }
}

/** Returns the global job parameters by name. Values that look secret are masked. */
export function userParameters({ userConfig }: JobConfiguration): readonly (readonly [name: string, value: string])[] {
  return Object.entries(userConfig)
    .map(([name, value]) => [name, isSensitiveKey(name) ? masked : maskText(value)] as const)
    .sort(([a], [b]) => a.localeCompare(b, 'en'));
}

function setting(name: string, key: string, value: string | undefined, cluster: string | undefined): JobSetting {
  return { name, key, value, cluster, differs: value !== undefined && cluster !== undefined && value !== cluster };
}

/** Returns the first of these options that is set. Newer names are first. */
function first(options: Options, keys: readonly string[]): string | undefined;
function first(options: Options, keys: readonly string[], fallback: string): string | undefined;
function first(options: Options, keys: readonly string[], fallback?: string): string | undefined {
  if (options === undefined) return undefined;
  return keys.map((key) => options.get(key)).find((value) => value !== undefined && value !== '') ?? fallback;
}

function switchOf(options: Options, keys: readonly string[]): string | undefined {
  return onOff(options && first(options, keys)?.toLowerCase() === 'true');
}

const onOff = (value: boolean | undefined): string | undefined =>
  value === undefined ? undefined : value ? 'on' : 'off';
const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

/** `10 s`, `10m`; a text that is no duration stays. */
function durationOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const milliseconds = parseFlinkDuration(text);
  return milliseconds === undefined ? text : formatTime(milliseconds);
}

function formatTime(milliseconds: number): string {
  if (milliseconds === 0) return '0 s';
  return milliseconds < 1000 ? `${milliseconds} ms` : formatSeconds(milliseconds);
}

function isRetained(options: ReadonlyMap<string, string>): boolean {
  const keys = [
    'execution.checkpointing.externalized-checkpoint-retention',
    'execution.checkpointing.externalized-checkpoint-mode',
  ];
  return first(options, keys)?.toUpperCase() === 'RETAIN_ON_CANCELLATION';
}

/** `EmbeddedRocksDBStateBackend`, the name of a class or `rocksdb` in an option become `rocksdb`. */
function backendName(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const known = ['rocksdb', 'hashmap', 'forst'].find((each) => name.toLowerCase().includes(each));
  return known ?? name;
}

function storageName(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const known = ['jobmanager', 'filesystem'].find((each) => name.toLowerCase().startsWith(each));
  return known ?? name;
}

/** Flink stores checkpoints in files if a directory is set (`CheckpointStorageLoader`). */
function storageOf(options: ReadonlyMap<string, string>): string | undefined {
  const storage = first(options, [
    'execution.checkpointing.storage',
    'state.checkpoint-storage',
    'state.checkpoints.storage',
  ]);
  if (storage !== undefined) return storageName(storage);
  const directory = first(options, ['execution.checkpointing.dir', 'state.checkpoints.dir']);
  return directory === undefined ? 'jobmanager' : 'filesystem';
}
