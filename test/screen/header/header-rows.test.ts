import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { headerRows } from '../../../src/screen/header/header-rows.ts';
import type { PendingLevels } from '../../../src/session/levels/pending-levels.ts';
import type { SessionSnapshot } from '../../../src/session/snapshot.ts';
import { sessionSnapshot } from '../../support/session.ts';
import { screenInMemory } from '../screen-in-memory.ts';

const config = { backend: 'log4j' as const, loggers: [], monitorIntervalSeconds: 30, problems: [] };

/** Returns the start of the first header row with changed levels for these loggers. */
function identity(
  width: number,
  loggers: readonly string[],
  { namespace = 'default', banner = '', clusterId = 'my-first-flink-cluster' } = {},
): string {
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
  const state = {
    ...screenInMemory().store.getState(),
    stage: { kind: 'attached', target: { clusterId } } as const,
    snapshot,
    ...(banner === '' ? {} : { banner }),
  };
  const [row = ''] = headerRows(state, width);
  return stripVTControlCharacters(row).replace(/ {3,}.*/, '');
}

const coordinator = 'org.apache.flink.runtime.checkpoint.CheckpointCoordinator';
const banner = 'DEMO x10';

test('shows a changed level with the class name of its logger if there is room', () => {
  const start = ' my-first-flink-cluster  namespace default';
  assert.equal(identity(80, [coordinator]), `${start}  levels: CheckpointCoordinator DEBUG`);
  assert.equal(
    identity(160, [coordinator]),
    `${start}  levels: CheckpointCoordinator DEBUG  Flink 2.3.0  context kind-flink`,
  );
  assert.equal(identity(60, [coordinator]), `${start}  levels changed`);
  assert.equal(identity(80, ['root']), `${start}  levels: root DEBUG  Flink 2.3.0`);
});

test('counts several changed levels', () => {
  assert.match(identity(80, [coordinator, 'root', 'org.apache.kafka']), /levels: 3 changed/);
});

test('shows DEMO x10 beside the cluster-id at every width', () => {
  const clusterId = `team-${'x'.repeat(40)}`;
  for (let width = 60; width <= 240; width += 1) {
    assert.match(identity(width, [coordinator], { banner }), /^ my-first-flink-cluster {2}DEMO x10 .*levels/);
    // A long cluster-id is shortened in its middle, so that the warnings stay visible.
    assert.match(identity(width, [coordinator], { banner, clusterId }), /^ team-x+(…x+)? {2}DEMO x10 .*levels/);
  }
});

test('shows the namespace completely or not at all, before version, context and age', () => {
  for (const width of [60, 80, 100, 120, 160])
    assert.match(identity(width, [], { banner }), /^ my-first-flink-cluster {2}DEMO x10 {2}namespace default/);
  assert.doesNotMatch(identity(60, [], { namespace: `team-${'x'.repeat(40)}` }), /namespace/);
});

test('warns about a REST Service that may be public', () => {
  const risk = { message: 'type NodePort may expose REST', next: 'Restrict access now.' };
  const service = { type: 'NodePort', address: undefined, reach: '', risk } as const;
  const state = { ...screenInMemory().store.getState(), snapshot: sessionSnapshot({ service }) };
  const [row = ''] = headerRows(state, 160);
  assert.ok(row.includes(state.theme.warning('REST may be public (NodePort): see :status')), row);
  const [narrow = ''] = headerRows(state, 80);
  assert.ok(narrow.includes(state.theme.warning('REST may be public')), narrow);
  const [closed = ''] = headerRows({ ...state, snapshot: sessionSnapshot() }, 120);
  assert.doesNotMatch(closed, /public/);
});

test('shows problems of the cluster after its name', () => {
  const since = Date.UTC(2026, 10, 27, 3, 36, 13);
  const headerOf = (...problems: SessionSnapshot['problems']) => {
    const state = { ...screenInMemory().store.getState(), snapshot: sessionSnapshot({ problems }) };
    return stripVTControlCharacters(headerRows(state, 200)[0] ?? '');
  };
  const finalizers = ['example.com/hold'];
  const deleted = 'being deleted since 03:36:13 UTC, held by finalizer example.com/hold';
  assert.ok(headerOf({ kind: 'being-deleted', since, finalizers }).includes(deleted));
  assert.match(headerOf({ kind: 'being-deleted', since, finalizers: [] }), /03:36:13 UTC {2}namespace/);
  assert.match(headerOf({ kind: 'scaled-to-zero' }), /no JobManager: scaled to 0/);
  const end = { exitCode: 1, reason: 'Error', at: undefined };
  const crashed = { kind: 'crashed', pod: 'red', end, restarts: 3, waitingReason: 'CrashLoopBackOff' } as const;
  assert.match(headerOf(crashed), /JobManager crashed: exit code 1 \(Error\)/);
});

test('shows INSECURE TLS before the namespace if either connection is insecure', () => {
  const row = (overrides: Parameters<typeof sessionSnapshot>[0]) => {
    const state = { ...screenInMemory().store.getState(), snapshot: sessionSnapshot(overrides) };
    return stripVTControlCharacters(headerRows(state, 80)[0] ?? '');
  };
  const shown = /^ my-first-flink-cluster {2}INSECURE TLS {2}namespace flink/;
  assert.match(row({ insecureReason: 'NODE_TLS_REJECT_UNAUTHORIZED=0' }), shown);
  const live = { state: 'live', since: 0, latencyMs: 5 } as const;
  assert.match(row({ links: { kubernetes: live, rest: { ...live, isUnverified: true } } }), shown);
  assert.doesNotMatch(row({ links: { kubernetes: live, rest: live } }), /INSECURE/);
});
