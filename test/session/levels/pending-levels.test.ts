import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatPendingLevels,
  overdueLevels,
  type PendingLevels,
  parsePendingLevels,
} from '../../../src/session/levels/pending-levels.ts';

const pending: PendingLevels = {
  key: 'log4j-console.properties',
  backend: 'log4j',
  original: 'rootLogger.level = INFO\r\n# "quoted" \\ ✓',
  levels: [
    { logger: 'root', level: 'DEBUG', since: 1000, until: 61_000, by: 'ann@laptop' },
    { logger: 'org.a', level: 'OFF', since: 2000, until: null, by: 'bob@host' },
  ],
  fastSince: 1000,
};

test('formats levels with ISO 8601 times and parses the text', () => {
  const text = formatPendingLevels(pending);
  assert.deepEqual(parsePendingLevels(text), pending);
  assert.match(text, /"until":"1970-01-01T00:01:01\.000Z"/);
});

test('ignores annotations that flink-tui did not write', () => {
  const newer = JSON.stringify({ ...JSON.parse(formatPendingLevels(pending)), version: 2 });
  for (const text of [undefined, '', 'no JSON', '[]', '{"version":1}', newer]) {
    assert.equal(parsePendingLevels(text), undefined);
  }
});

test('returns the levels whose revert time has passed', () => {
  assert.deepEqual(overdueLevels(pending, 60_999), []);
  assert.deepEqual(
    overdueLevels(pending, 61_000).map(({ logger }) => logger),
    ['root'],
  );
});
