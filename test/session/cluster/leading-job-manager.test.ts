import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConfigMap, Pod } from '../../../src/kubernetes/objects.ts';
import { leadingJobManager } from '../../../src/session/cluster/leading-job-manager.ts';
import { podOf, terminated, waiting } from '../pods/pod-fixtures.ts';

const jobManager = (name: string, podIP: string, more: object = {}): Pod =>
  podOf({ role: 'jobmanager', name, status: { phase: 'Running', podIP, ...more } });
const ledBy = (ip: string): ConfigMap => ({
  data: { 'org.apache.flink.k8s.leader.restserver': `1f1bd7a8-0000-0000-0000-000000000000,http://${ip}:8081` },
});
const a = jobManager('a', '10.0.0.1');
const b = jobManager('b', '10.0.0.2');

const cases: readonly (readonly [
  of: string,
  pods: readonly Pod[],
  ha: ConfigMap | undefined,
  leader: string | undefined,
])[] = [
  ['the only one', [a], undefined, 'a'],
  ['the one at the address', [a, b], ledBy('10.0.0.2'), 'b'],
  ['none at the address', [a, b], ledBy('10.9.9.9'), undefined],
  ['two, and nobody to say', [a, b], undefined, undefined],
  ['one that is going', [podOf({ role: 'jobmanager', name: 'a', isDeleted: true }), b], undefined, 'b'],
  ['one that has not started', [jobManager('a', '10.0.0.1', { phase: 'Pending' })], undefined, undefined],
  [
    'one that the kubelet waits to start again',
    [podOf({ role: 'jobmanager', name: 'a', state: waiting('CrashLoopBackOff'), lastState: terminated(1) })],
    undefined,
    undefined,
  ],
  ['only a TaskManager', [podOf({ name: 'c' })], undefined, undefined],
];

for (const [of, pods, ha, leader] of cases) {
  test(`who leads of ${of}`, () => assert.equal(leadingJobManager(pods, ha)?.metadata?.name, leader));
}
