import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConfigMap } from '../../../src/kubernetes/objects.ts';
import { isExpired, readHighAvailability } from '../../../src/session/info/high-availability.ts';
import { isoDuration } from '../../../src/session/info/iso-duration.ts';

const jobId = '1e55494006b83a37d19aa2d5fa01f080';
const otherId = '2e55494006b83a37d19aa2d5fa01f080';

function haConfigMap(name: string, data: Record<string, string>, lease?: string): ConfigMap {
  const annotations = lease === undefined ? undefined : { 'control-plane.alpha.kubernetes.io/leader': lease };
  const labels = { app: 'my-cluster', type: 'flink-native-kubernetes' };
  return { metadata: { name, labels, ...(annotations && { annotations }) }, data };
}

/** As Flink 1.20.5 writes it. */
const lease1 =
  '{"holderIdentity":"afc316e5-9c1d-4de2-bb6d-a0a3b2f051d4","leaseDuration":15.000000000,"acquireTime":"2026-11-29T22:56:37.464975Z","renewTime":"2026-11-29T22:57:02.624484Z","leaderTransitions":0}';
const lease2 = lease1.replace('15.000000000', '"PT15S"');

const cluster = (lease = lease2, data: Record<string, string> = { [`executionPlan-${jobId}`]: 'x' }) =>
  haConfigMap('my-cluster-cluster-config-map', data, lease);

for (const [version, lease] of [
  ['1.20', lease1],
  ['2.x', lease2],
] as const) {
  test(`reads the lease that Flink ${version} writes`, () => {
    assert.deepEqual(readHighAvailability('my-cluster', [cluster(lease)], [])?.lease, {
      holder: 'afc316e5-9c1d-4de2-bb6d-a0a3b2f051d4',
      acquiredAt: Date.parse('2026-11-29T22:56:37.464Z'),
      renewedAt: Date.parse('2026-11-29T22:57:02.624Z'),
      durationMs: 15_000,
      transitions: 0,
    });
  });
}

test('a lease that was not renewed in time has expired', () => {
  const { lease } = readHighAvailability('my-cluster', [cluster()], []);
  assert.ok(lease?.renewedAt !== undefined);
  assert.equal(isExpired(lease, lease.renewedAt + 20_000), false);
  assert.equal(isExpired(lease, lease.renewedAt + 26_000), true);
});

test('an annotation that is no lease is ignored', () => {
  for (const text of ['', 'no JSON', '[]', '{"holderIdentity":1}', 'null']) {
    assert.equal(readHighAvailability('my-cluster', [cluster(text)], []).lease, undefined, text);
  }
});

test('a ConfigMap is orphaned if Flink neither knows its job nor recovers it', () => {
  const configMaps = [
    cluster(lease2, { [`jobGraph-${jobId}`]: 'x' }),
    haConfigMap(`my-cluster-${jobId}-config-map`, { counter: '3', 'checkpointID-0000000000000000002': 'abc' }),
    haConfigMap(`my-cluster-${otherId}-config-map`, {}),
    haConfigMap('my-cluster-2-cluster-config-map', {}),
    { metadata: { name: 'flink-config-my-cluster', ownerReferences: [] } },
  ];
  const read = (jobs: Parameters<typeof readHighAvailability>[2]) => {
    const { configMaps: found, recoverableJobs } = readHighAvailability('my-cluster', configMaps.slice(0, 3), jobs);
    assert.deepEqual(recoverableJobs, [jobId]);
    return found.map(({ name, isOrphaned, checkpoints, jobName }) => [
      name.slice(11, 15),
      isOrphaned,
      checkpoints,
      jobName,
    ]);
  };
  assert.deepEqual(read([]), [
    ['clus', false, 0, undefined],
    ['2e55', true, 0, undefined],
    ['1e55', false, 1, undefined],
  ]);
  assert.deepEqual(read([{ id: otherId, name: 'orders' }]), [
    ['clus', false, 0, undefined],
    ['1e55', false, 1, undefined],
    ['2e55', false, 0, 'orders'],
  ]);
  assert.deepEqual(
    read(undefined).map(([, isOrphaned]) => isOrphaned),
    [false, false, undefined],
  );
});

test('the size counts bytes of keys and values', () => {
  const [found] = readHighAvailability(
    'my-cluster',
    [haConfigMap('my-cluster-cluster-config-map', { a: 'äb' })],
    [],
  ).configMaps;
  assert.equal(found?.bytes, 4);
});

test('reads ISO 8601 durations', () => {
  assert.deepEqual(['PT15S', 'PT1M30.5S', 'PT2H', 'PT', '15'].map(isoDuration), [
    15_000,
    90_500,
    7_200_000,
    undefined,
    undefined,
  ]);
});
