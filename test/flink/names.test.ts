import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isHaConfigMap, leaderHost, modeFromArguments, restPort, roleOf } from '../../src/flink/names.ts';

test("derives the cluster mode from the JobManager's arguments", () => {
  assert.equal(modeFromArguments(['bash', '-c', 'kubernetes-jobmanager.sh kubernetes-session ']), 'session');
  assert.equal(modeFromArguments(['bash', '-c', 'kubernetes-jobmanager.sh kubernetes-application']), 'application');
  assert.equal(modeFromArguments(undefined), undefined);
});

test("reads the leader's host, including IPv6 addresses", () => {
  const leader = (address: string) => leaderHost({ 'org.apache.flink.k8s.leader.restserver': `0f-uuid,${address}` });
  assert.equal(leader('http://10.244.0.5:8081'), '10.244.0.5');
  assert.equal(leader('https://[fd00::5]:8081'), 'fd00::5');
  assert.equal(leader('nonsense'), undefined);
  assert.equal(leaderHost({}), undefined);
});

test('recognises high-availability ConfigMaps by labels and missing owner', () => {
  const job = 'eb0fcef2c22455f56000695bbe23c10c';
  const labels = { app: 'red', type: 'flink-native-kubernetes' };
  const isRecognised = (name: string, changes: object = {}) =>
    isHaConfigMap('red', { metadata: { name, labels, ...changes } });
  assert.equal(isRecognised('red-cluster-config-map'), true);
  assert.equal(isRecognised(`red-${job}-config-map`), true);
  assert.equal(isRecognised('red-cluster-config-map', { labels: { ...labels, app: 'red-two' } }), false);
  assert.equal(isRecognised('red-cluster-config-map', { ownerReferences: [{ kind: 'Deployment' }] }), false);
  assert.equal(isRecognised('flink-config-red', { ownerReferences: [{ kind: 'Deployment' }] }), false);
  assert.equal(isRecognised('flink-config-red'), false);
  assert.equal(isHaConfigMap('red', {}), false);
});

test("does not count the operator's autoscaler ConfigMap as high availability", () => {
  const labels = { app: 'red', component: 'autoscaler' };
  assert.equal(isHaConfigMap('red', { metadata: { name: 'autoscaler-red', labels } }), false);
  assert.equal(isHaConfigMap('red', { metadata: { name: 'autoscaler-red-config-map', labels } }), false);
});

test('finds the port named rest, or uses the default port', () => {
  assert.equal(
    restPort([
      { name: 'jobmanager-rpc', containerPort: 6123 },
      { name: 'rest', containerPort: 9091 },
    ]),
    9091,
  );
  assert.equal(restPort(undefined), 8081);
});

test('reads the role from the component label', () => {
  assert.equal(roleOf({ component: 'taskmanager' }), 'taskmanager');
  assert.equal(roleOf({ component: 'gateway' }), undefined);
});
