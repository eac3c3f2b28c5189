import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { headerRows } from '../../../src/screen/rows/header-rows.ts';
import type { PendingLevels } from '../../../src/session/logging/pending-levels.ts';
import { sessionSnapshot } from '../../support/session.ts';
import { screenInMemory } from '../screen-in-memory.ts';

const config = { backend: 'log4j' as const, loggers: [], monitorIntervalSeconds: 30, problems: [] };

/** The row that tells which cluster this is, with these levels changed. */
function identity(width: number, loggers: readonly string[], { namespace = 'default', banner = '' } = {}): string {
  const changed = { level: 'DEBUG', since: 0, until: null, by: 'ann@laptop' } as const;
  const levels = loggers.map((logger) => ({ logger, ...changed }));
  const pending: PendingLevels = {
    key: 'log4j-console.properties',
    backend: 'log4j',
    original: '',
    levels,
    fastSince: null,
  };
  const snapshot = sessionSnapshot({ namespace, logging: { config, pending } });
  const state = { ...screenInMemory().store.getState(), snapshot, ...(banner === '' ? {} : { banner }) };
  const [row = ''] = headerRows(state, width, width >= 120 ? 2 : 3);
  return stripVTControlCharacters(row).replace(/ {3,}.*/, '');
}

const coordinator = 'org.apache.flink.runtime.checkpoint.CheckpointCoordinator';
const banner = 'demo, 10× as fast as life';

test('a level that was changed is told by the class of its logger, where there is room for it', () => {
  const start = ' my-first-flink-cluster  namespace default';
  assert.equal(identity(80, [coordinator]), `${start}  levels: CheckpointCoordinator DEBUG`);
  assert.equal(
    identity(160, [coordinator]),
    `${start}  levels: CheckpointCoordinator DEBUG  Flink 2.3.0  context kind-flink`,
  );
  assert.equal(identity(60, [coordinator], { banner }), `${start}  levels changed`);
  assert.equal(identity(80, ['root']), `${start}  levels: root DEBUG  Flink 2.3.0`);
});

test('several are counted', () => {
  assert.match(identity(80, [coordinator, 'root', 'org.apache.kafka']), /levels: 3 changed/);
});

test('it stands before what the program says of itself', () => {
  assert.match(
    identity(160, [coordinator], { banner }),
    /levels: CheckpointCoordinator DEBUG {2}demo, 10× as fast as life$/,
  );
});

test('a namespace is shown whole or not at all, and before the version, the context and the age', () => {
  for (const width of [60, 80, 100, 120, 160])
    assert.match(identity(width, [], { banner }), /^ my-first-flink-cluster {2}namespace default/);
  assert.doesNotMatch(identity(60, [], { namespace: `team-${'x'.repeat(40)}` }), /namespace/);
});

test('an insecure connection is shown before the namespace, whichever of the two it is', () => {
  const row = (part: Parameters<typeof sessionSnapshot>[0]) => {
    const state = { ...screenInMemory().store.getState(), snapshot: sessionSnapshot(part) };
    return stripVTControlCharacters(headerRows(state, 80, 3)[0] ?? '');
  };
  const shown = /^ my-first-flink-cluster {2}INSECURE TLS {2}namespace flink/;
  assert.match(row({ insecureReason: 'NODE_TLS_REJECT_UNAUTHORIZED=0' }), shown);
  const live = { state: 'live', since: 0, latencyMs: 5 } as const;
  assert.match(row({ links: { kubernetes: live, rest: { ...live, isUnverified: true } } }), shown);
  assert.doesNotMatch(row({ links: { kubernetes: live, rest: live } }), /INSECURE/);
});
