import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resources } from '../../../src/kubernetes/resource.ts';
import { type SessionUnderTest, withSession } from '../session-under-test.ts';

type Warning = { readonly message: string; readonly next: string } | null;

const mayExpose = /type NodePort may expose REST outside the cluster, and anyone who can reach it can run code/;
const restrictAccess = /kubectl patch service my-first-flink-cluster-rest -n default .*exposed\.type=ClusterIP/;

async function exposeService({ connection: { kubernetes }, demo }: SessionUnderTest): Promise<void> {
  const path = { resource: resources.services, namespace: demo.namespace, name: `${demo.clusterId}-rest` };
  await kubernetes.patch(path, { spec: { type: 'NodePort' } });
}

async function enableMutualTls({ connection: { kubernetes }, demo }: SessionUnderTest): Promise<void> {
  const path = { resource: resources.configMaps, namespace: demo.namespace, name: `flink-config-${demo.clusterId}` };
  const keys = ['enabled', 'authentication-enabled'].map((key) => `security.ssl.rest.${key}: true\n`);
  await kubernetes.patch(path, { data: { 'config.yaml': keys.join('') } });
}

test('status and doctor warn about a REST Service that may be public', () =>
  withSession({}, async (session) => {
    await exposeService(session);
    const status = await session.run('status');
    assert.match(status.text, /^Service +NodePort at [\d.]+:3\d{4}/m);
    assert.match(status.text, mayExpose);
    assert.match(status.text, restrictAccess);
    const { service } = status.data as { readonly service: { readonly warning: Warning } };
    assert.match(service.warning?.message ?? '', mayExpose);
    assert.match(service.warning?.next ?? '', restrictAccess);

    const doctor = (await session.run('doctor')).data as readonly { check: string; state: string; next: string }[];
    const found = doctor.find(({ check }) => check === 'REST Service');
    assert.equal(found?.state, 'warning');
    assert.match(found?.next ?? '', restrictAccess);
  }));

test('does not warn about a REST Service with mutual TLS', () =>
  withSession({}, async (session) => {
    await exposeService(session);
    await enableMutualTls(session);
    const { data } = await session.run('status');
    const { service } = data as { readonly service: { readonly type: string; readonly warning: Warning } };
    assert.deepEqual([service.type, service.warning], ['NodePort', null]);
  }));
