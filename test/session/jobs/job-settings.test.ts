import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobConfiguration } from '../../../src/flink/responses.ts';
import { parseFlinkDuration } from '../../../src/session/jobs/flink-duration.ts';
import {
  checkpointingSettings,
  executionSettings,
  type JobSetting,
  userParameters,
} from '../../../src/session/jobs/job-settings.ts';
import { checkpointConfig } from '../../support/checkpoint-config.ts';

const configuration = (part: Partial<JobConfiguration> = {}): JobConfiguration => ({
  restartStrategy: 'Cluster level default restart strategy',
  parallelism: 1,
  objectReuse: false,
  userConfig: {},
  ...part,
});
const options = (part: { readonly [key: string]: string } = {}) => new Map(Object.entries(part));

/** Returns the settings that differ: name, value of the job and of the cluster. */
const differences = (settings: readonly JobSetting[]) =>
  settings.filter(({ differs }) => differs).map(({ name, value, cluster }) => [name, value, cluster]);

test("a job with Flink's defaults is as the cluster without options", () => {
  const config = {
    ...checkpointConfig({ intervalMs: undefined, timeoutMs: 600_000 }),
    storage: 'JobManagerCheckpointStorage',
  };
  assert.deepEqual(differences(executionSettings(configuration(), options())), []);
  assert.deepEqual(differences(checkpointingSettings(config, options())), []);
});

test('a job with the values of the cluster is as the cluster, however they are written', () => {
  const config = {
    ...checkpointConfig({ intervalMs: 60_000, timeoutMs: 120_000 }),
    ...{ isExactlyOnce: false, isUnaligned: true, isRetained: true, tolerableFailures: 3 },
    stateBackend: 'EmbeddedRocksDBStateBackend',
  };
  const cluster = options({
    'parallelism.default': '4',
    'restart-strategy': 'fixed-delay',
    'execution.checkpointing.interval': '1min',
    'execution.checkpointing.timeout': '120000',
    'execution.checkpointing.mode': 'AT_LEAST_ONCE',
    'execution.checkpointing.unaligned': 'true',
    'execution.checkpointing.externalized-checkpoint-retention': 'RETAIN_ON_CANCELLATION',
    'execution.checkpointing.tolerable-failed-checkpoints': '3',
    'state.backend': 'rocksdb',
    'state.checkpoints.dir': 's3://checkpoints',
  });
  const execution = executionSettings(configuration({ parallelism: 4 }), cluster);
  assert.deepEqual(differences(execution), []);
  assert.deepEqual(
    execution.map(({ name, value }) => [name, value]),
    [
      ['Parallelism', '4'],
      ['Object reuse', 'off'],
      ['Restart strategy', 'fixed-delay'],
    ],
  );
  assert.deepEqual(differences(checkpointingSettings(config, cluster)), []);
});

test('what a job sets itself is named with the value of the cluster', () => {
  const cluster = options({
    'parallelism.default': '1',
    'restart-strategy.type': 'exponential-delay',
    'execution.checkpointing.interval': '1 min',
    'state.backend.type': 'rocksdb',
  });
  const fixed = 'Restart with fixed delay (1000 ms). #3 restart attempts.';
  assert.deepEqual(differences(executionSettings(configuration({ parallelism: 8, restartStrategy: fixed }), cluster)), [
    ['Parallelism', '8', '1'],
    ['Restart strategy', fixed, 'exponential-delay'],
  ]);
  const config = checkpointConfig({ intervalMs: 10_000, timeoutMs: 600_000 });
  assert.deepEqual(differences(checkpointingSettings(config, cluster)), [
    ['Interval', '10 s', '1m'],
    ['State backend', 'hashmap', 'rocksdb'],
    ['Storage', 'filesystem', 'jobmanager'],
  ]);
  assert.deepEqual(differences(checkpointingSettings(undefined, cluster)), [['Interval', 'off', '1m']]);
});

test('nothing differs from what is unknown', () => {
  const config = checkpointConfig({ intervalMs: 10_000, timeoutMs: 1000 });
  const settings = [...executionSettings(configuration(), undefined), ...checkpointingSettings(config, undefined)];
  assert.deepEqual(differences(settings), []);
  assert.ok(settings.every(({ cluster }) => cluster === undefined));
  const unsent = configuration({ parallelism: undefined, objectReuse: undefined, restartStrategy: undefined });
  const unknown = executionSettings(unsent, options({ 'parallelism.default': '4' }));
  assert.deepEqual(differences(unknown), []);
  assert.ok(unknown.every(({ value }) => value === undefined));
});

test('job parameters that look secret are masked', () => {
  const userConfig = { topic: 'orders', 'db.password': 'hunter2', url: 'https://ann:hunter2@db' };
  assert.deepEqual(userParameters(configuration({ userConfig })), [
    ['db.password', '******'],
    ['topic', 'orders'],
    ['url', 'https://ann:******@db'],
  ]);
});

for (const [text, milliseconds] of [
  ['500', 500],
  ['10 s', 10_000],
  ['3min', 180_000],
  ['1 d', 86_400_000],
  ['soon', undefined],
  ['10 fortnights', undefined],
] as const) {
  test(`Flink's duration '${text}' is ${milliseconds} ms`, () => assert.equal(parseFlinkDuration(text), milliseconds));
}
