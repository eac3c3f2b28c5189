import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConfigMap, Pod } from '../../../src/kubernetes/objects.ts';
import { leadingJobManager } from '../../../src/session/cluster/leading-job-manager.ts';
import { podOf, terminated, waiting } from '../pods/pod-fixtures.ts';

const jobManager = (name: string, podIP: string, changes: object = {}): Pod =>
  podOf({ role: 'jobmanager', name, status: { phase: 'Running', podIP, ...changes } });
const leaderAt = (ip: string): ConfigMap => ({
  data: { 'org.apache.flink.k8s.leader.restserver': `1f1bd7a8-0000-0000-0000-000000000000,http://${ip}:8081` },
});
const a = jobManager('a', '10.0.0.1');
const b = jobManager('b', '10.0.0.2');

const cases: readonly (readonly [
  name: string,
  pods: readonly Pod[],
  ha: ConfigMap | undefined,
  leader: string | undefined,
])[] = [
  ['a single JobManager', [a], undefined, 'a'],
  ['two, one at the leader address', [a, b], leaderAt('10.0.0.2'), 'b'],
  ['two, none at the leader address', [a, b], leaderAt('10.9.9.9'), undefined],
  ['a standby during an election', [b], { data: {} }, undefined],
  ['two without high availability', [a, b], undefined, undefined],
  ['two, one being deleted', [podOf({ role: 'jobmanager', name: 'a', isDeleted: true }), b], undefined, 'b'],
  ['a JobManager that has not started', [jobManager('a', '10.0.0.1', { phase: 'Pending' })], undefined, undefined],
  [
    'a JobManager in CrashLoopBackOff',
    [podOf({ role: 'jobmanager', name: 'a', state: waiting('CrashLoopBackOff'), lastState: terminated(1) })],
    undefined,
    undefined,
  ],
  ['only a TaskManager', [podOf({ name: 'c' })], undefined, undefined],
];

for (const [name, pods, ha, leader] of cases) {
  test(`finds the leader among JobManagers: ${name}`, () =>
    assert.equal(leadingJobManager(pods, ha)?.metadata?.name, leader));
}
