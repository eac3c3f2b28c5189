import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findProjection } from '../../../../src/commands/log-level/plan/projection.ts';
import type { Pod } from '../../../../src/kubernetes/objects.ts';

const key = 'log4j-console.properties';
const path = `/opt/flink/conf/${key}`;
type Spec = NonNullable<Pod['spec']>;
type Mounts = NonNullable<Spec['containers'][number]['volumeMounts']>;
type Volumes = NonNullable<Spec['volumes']>;

const kindOf = (volumeMounts: Mounts, volumes: Volumes) => {
  const containers = [
    { name: 'sidecar', volumeMounts: [] },
    { name: 'flink-main-container', volumeMounts },
  ];
  return findProjection({ spec: { containers, volumes } }, 'flink-config-red', key, path).kind;
};
const folder = { name: 'conf', mountPath: '/opt/flink/conf' };
const whole = { name: 'conf', configMap: { name: 'flink-config-red' } };

test('finds the file in a mounted directory with all keys or listed keys', () => {
  const items = [{ key, path: key }];
  assert.equal(kindOf([folder], [{ name: 'conf', configMap: { name: 'flink-config-red', items } }]), 'live');
  assert.equal(kindOf([folder], [whole]), 'live');
  assert.equal(kindOf([{ ...folder, mountPath: '/opt/flink/conf/' }], [whole]), 'live');
});

test('supports projected volumes', () => {
  const sources = [{ secret: { name: 'other' } }, { configMap: { name: 'flink-config-red' } }];
  assert.equal(kindOf([folder], [{ name: 'conf', projected: { sources } }]), 'live');
});

test('reports a key that is excluded or has another path', () => {
  for (const items of [[{ key: 'config.yaml', path: 'config.yaml' }], [{ key, path: 'other.properties' }]]) {
    assert.equal(kindOf([folder], [{ name: 'conf', configMap: { name: 'flink-config-red', items } }]), 'excluded');
  }
});

test('the innermost mount takes precedence', () => {
  const file = { name: 'conf', mountPath: path, subPath: key };
  assert.equal(kindOf([folder, file], [whole]), 'subPath');
  const own = { name: 'own', configMap: { name: 'custom-logging' } };
  assert.equal(kindOf([folder, { name: 'own', mountPath: path, subPath: 'x' }], [whole, own]), 'not mounted');
});

test('reports a missing mount and ignores a path with the same prefix', () => {
  assert.equal(kindOf([], [whole]), 'not mounted');
  assert.equal(kindOf([{ ...folder, mountPath: '/opt/flink/con' }], [whole]), 'not mounted');
});
