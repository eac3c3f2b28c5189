import assert from 'node:assert/strict';
import { test } from 'node:test';
import { levelChanges } from '../../../../src/session/journal/changes/level-changes.ts';
import type { LevelEntry } from '../../../../src/session/journal/entry.ts';
import type { PendingLevel } from '../../../../src/session/levels/pending-levels.ts';
import type { SessionLogging } from '../../../../src/session/levels/session-logging.ts';
import { found, now, seen } from './change-fixtures.ts';

const logger = 'org.apache.flink.runtime.checkpoint';
const debug: PendingLevel = { logger, level: 'DEBUG', since: now - 5000, until: now + 60_000, by: 'ann@laptop' };
const debugSet: LevelEntry = {
  kind: 'level',
  at: now - 5000,
  logger,
  level: 'DEBUG',
  by: 'ann@laptop',
  until: now + 60_000,
};
const withLevels = (...levels: readonly PendingLevel[]): { readonly logging: SessionLogging } => ({
  logging: {
    config: { backend: 'log4j', loggers: [], monitorIntervalSeconds: 30, problems: [] },
    pending:
      levels.length === 0
        ? undefined
        : { key: 'log4j-console.properties', backend: 'log4j', original: '', levels, fastSince: null },
  },
});

test('a changed level is found with its user and the time of its revert', () => {
  assert.deepEqual(found(levelChanges, { snapshot: withLevels(debug) }), [debugSet]);
});

test('a level that is reverted only on request has no time of its revert', () => {
  const { until: _, ...withoutUntil } = debugSet;
  assert.deepEqual(found(levelChanges, { snapshot: withLevels({ ...debug, until: null }) }), [withoutUntil]);
});

test('a level that is changed again is found, even to the same level', () => {
  const trace = { ...debug, level: 'TRACE', since: now - 1000 } as const;
  assert.deepEqual(found(levelChanges, { known: [debugSet], snapshot: withLevels(trace) }), [
    { ...debugSet, at: now - 1000, level: 'TRACE' },
  ]);
  const later = { ...debug, since: now - 1000 };
  assert.deepEqual(found(levelChanges, { known: [debugSet], snapshot: withLevels(later) }), [
    { ...debugSet, at: now - 1000 },
  ]);
});

test('a reverted level is found when it is missing', () => {
  assert.deepEqual(found(levelChanges, { known: [debugSet], snapshot: withLevels() }), [
    { kind: 'level', ...seen, logger },
  ]);
});

test('nothing is reverted before the ConfigMap is read', () => {
  assert.deepEqual(found(levelChanges, { known: [debugSet], snapshot: { logging: undefined } }), []);
});
