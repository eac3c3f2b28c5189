import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LevelFacts } from '../../../../src/commands/log-level/plan/level-facts.ts';
import { watchTimeoutMs } from '../../../../src/commands/log-level/watch/watch-timeout.ts';
import { readLoggingConfig } from '../../../../src/logging-config/read-config.ts';

const factsWith = (seconds: number) =>
  ({
    file: { config: readLoggingConfig('log4j', `monitorInterval=${seconds}\n`), pending: undefined },
    pods: [{ pod: {} }],
  }) as unknown as LevelFacts;
const input = (timeout?: number) => ({ arguments: [], options: { timeout } });

test('the default timeout is 3 minutes, or longer for a long reload interval', () => {
  assert.equal(watchTimeoutMs(input(), factsWith(30), 0), 180_000);
  assert.equal(watchTimeoutMs(input(), factsWith(300), 0), 420_000);
});

test('--timeout takes precedence', () => {
  assert.equal(watchTimeoutMs(input(1000), factsWith(300), 0), 1000);
  assert.equal(watchTimeoutMs(input(600_000), factsWith(30), 0), 600_000);
});
