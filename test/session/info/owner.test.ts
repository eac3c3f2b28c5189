import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Deployment } from '../../../src/kubernetes/objects.ts';
import { ownerAdvice, ownerOf, ownerText } from '../../../src/session/info/owner.ts';

const describe = (metadata: NonNullable<Deployment['metadata']>) => {
  const owner = ownerOf({ metadata });
  return [ownerText(owner), ownerAdvice(owner, 'flink')];
};
const reference = (kind: string) => [{ apiVersion: 'v1', kind, name: 'orders', uid: 'u' }];

test('the operator is named by its FlinkDeployment, which is to be changed', () => {
  assert.deepEqual(
    describe({ ownerReferences: reference('FlinkDeployment'), labels: { 'app.kubernetes.io/managed-by': 'x' } }),
    [
      'Flink Kubernetes Operator (FlinkDeployment orders)',
      'Changes by hand are lost with the next upgrade. Edit the FlinkDeployment: kubectl edit flinkdeployment orders -n flink',
    ],
  );
});

test('another controller is named by its kind', () => {
  assert.deepEqual(describe({ ownerReferences: reference('Application') }), [
    'Application orders',
    'Application orders may undo changes by hand',
  ]);
});

test('a Helm release is named by the annotation', () => {
  const annotations = { 'meta.helm.sh/release-name': 'prod' };
  assert.deepEqual(describe({ annotations, labels: { 'app.kubernetes.io/managed-by': 'Helm' } }), [
    'Helm (release prod)',
    'Changes by hand are lost with the next helm upgrade. Change the values of release prod',
  ]);
});

test('a label names the manager, and without one a client of Flink has started the cluster', () => {
  assert.deepEqual(describe({ labels: { 'app.kubernetes.io/managed-by': 'argocd' } }), [
    'argocd (label app.kubernetes.io/managed-by)',
    'argocd may undo changes by hand',
  ]);
  assert.deepEqual(describe({}), ['none: started by a client of Flink, such as kubernetes-session.sh', undefined]);
});
