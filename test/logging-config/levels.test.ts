import assert from 'node:assert/strict';
import { test } from 'node:test';
import { effectiveLevel } from '../../src/logging-config/effective-level.ts';
import { overridingLoggers } from '../../src/logging-config/overriding-loggers.ts';
import { readLoggingConfig } from '../../src/logging-config/read-config.ts';
import { stockFile } from './stock-file.ts';

const config = readLoggingConfig('log4j', stockFile('flink-2.3.properties'));

test('gives an unconfigured logger the level of its nearest parent', () => {
  assert.deepEqual(effectiveLevel(config, 'org.apache.kafka.clients.Consumer'), {
    level: 'INFO',
    origin: { kind: 'parent', logger: 'org.apache.kafka' },
  });
  assert.deepEqual(effectiveLevel(config, 'org.apache.kafkaesque'), {
    level: 'INFO',
    origin: { kind: 'parent', logger: 'root' },
  });
});

test('inherits a level through a parent that has no level', () => {
  const text = 'rootLogger.level = WARN\nlogger.a.name = a\n';
  assert.deepEqual(effectiveLevel(readLoggingConfig('log4j', text), 'a.b'), {
    level: 'WARN',
    origin: { kind: 'parent', logger: 'root' },
  });
});

const hidden = (logger: string, level: 'INFO' | 'DEBUG') =>
  overridingLoggers(config, { kind: 'set', logger, level }).map(({ name }) => name);

test('lists loggers that keep their level when the root level changes', () => {
  assert.deepEqual(hidden('root', 'INFO'), ['PythonWorker', 'org.jboss.netty.channel.DefaultChannelPipeline']);
  assert.equal(hidden('root', 'DEBUG').length, config.loggers.length - 1);
});

test('lists loggers that keep their level when a package level changes', () => {
  assert.deepEqual(hidden('org.apache.flink', 'DEBUG'), ['org.apache.flink.shaded.zookeeper3']);
  assert.deepEqual(hidden('org.apache.flink.runtime', 'DEBUG'), []);
  assert.deepEqual(overridingLoggers(config, { kind: 'interval', seconds: 5 }), []);
});
