import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isHaConfigMap, leaderHost, restPort, roleOf, sessionOrApplication } from '../../src/flink/names.ts';

test("session and application clusters are told apart by the JobManager's arguments", () => {
  assert.equal(sessionOrApplication(['bash', '-c', 'kubernetes-jobmanager.sh kubernetes-session ']), 'session');
  assert.equal(sessionOrApplication(['bash', '-c', 'kubernetes-jobmanager.sh kubernetes-application']), 'application');
  assert.equal(sessionOrApplication(undefined), undefined);
});

test("the leader's host stands after the session's id, with IPv6 too", () => {
  const leader = (address: string) => leaderHost({ 'org.apache.flink.k8s.leader.restserver': `0f-uuid,${address}` });
  assert.equal(leader('http://10.244.0.5:8081'), '10.244.0.5');
  assert.equal(leader('https://[fd00::5]:8081'), 'fd00::5');
  assert.equal(leader('nonsense'), undefined);
  assert.equal(leaderHost({}), undefined);
});

test('the high-availability ConfigMaps of one cluster are not those of another with a like name', () => {
  const job = 'eb0fcef2c22455f56000695bbe23c10c';
  assert.equal(isHaConfigMap('red', 'red-cluster-config-map'), true);
  assert.equal(isHaConfigMap('red', `red-${job}-config-map`), true);
  assert.equal(isHaConfigMap('red', `red-two-${job}-config-map`), false);
  assert.equal(isHaConfigMap('red', 'flink-config-red'), false);
});

test('the REST port is the one of that name, or the usual one', () => {
  assert.equal(
    restPort([
      { name: 'jobmanager-rpc', containerPort: 6123 },
      { name: 'rest', containerPort: 9091 },
    ]),
    9091,
  );
  assert.equal(restPort(undefined), 8081);
});

test('the role is in a label', () => {
  assert.equal(roleOf({ component: 'taskmanager' }), 'taskmanager');
  assert.equal(roleOf({ component: 'gateway' }), undefined);
});
