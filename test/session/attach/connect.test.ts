import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubernetesApi } from '../../../src/kubernetes/api.ts';
import { KubernetesError } from '../../../src/kubernetes/error.ts';
import { connectSession } from '../../../src/session/attach/connect.ts';
import { findClusters } from '../../../src/session/attach/find-clusters.ts';
import { SessionNotFound } from '../../../src/session/attach/session-not-found.ts';
import { withCluster } from '../attached.ts';

const signal = new AbortController().signal;

async function notFound(kubernetes: KubernetesApi, clusterId: string, namespace: string): Promise<SessionNotFound> {
  const error: unknown = await connectSession(kubernetes, { clusterId, namespace }, signal).catch((reason) => reason);
  assert.ok(error instanceof SessionNotFound, String(error));
  return error;
}

test('finds the clusters of all namespaces with their modes', async () => {
  await withCluster({}, 'viewer', async ({ kubernetes }) => {
    const clusters = await findClusters(kubernetes, {}, signal);
    assert.equal(clusters.narrowedTo, undefined);
    assert.deepEqual(
      clusters.map(({ namespace, clusterId, mode, flinkVersion }) => [namespace, clusterId, mode, flinkVersion]),
      [
        ['analytics', 'nightly-reports', 'session', '2.3.0'],
        ['default', 'fraud-detection', 'application', '2.3.0'],
        ['default', 'my-first-flink-cluster', 'session', '2.3.0'],
      ],
    );
    const analytics = await findClusters(kubernetes, { namespace: 'analytics' }, signal);
    assert.deepEqual(
      analytics.map(({ clusterId }) => clusterId),
      ['nightly-reports'],
    );
  });
});

test('searches only the namespace of the context if listing all namespaces is denied', async () => {
  await withCluster({}, 'admin', async ({ kubernetes }) => {
    const narrow: KubernetesApi = {
      ...kubernetes,
      list: async (target, ...rest) => {
        if (target.namespace === undefined)
          throw new KubernetesError('forbidden', 'no permission to list all namespaces');
        return kubernetes.list(target, ...rest);
      },
    };
    const clusters = await findClusters(narrow, {}, signal);
    assert.equal(clusters.narrowedTo, 'default');
    assert.deepEqual(
      clusters.map(({ clusterId }) => clusterId),
      ['fraud-detection', 'my-first-flink-cluster'],
    );
  });
});

test('suggests similar ids and the namespace of a cluster with the same id', async () => {
  await withCluster({}, 'viewer', async ({ demo, kubernetes }) => {
    const misspelt = await notFound(kubernetes, 'my-frist-flink-cluster', 'default');
    assert.equal(misspelt.message, 'no session cluster my-frist-flink-cluster found in namespace default');
    assert.deepEqual(misspelt.nearMiss, { nearest: ['my-first-flink-cluster'], otherNamespaces: [], leftovers: [] });
    assert.deepEqual(misspelt.hints, ['Did you mean my-first-flink-cluster?']);

    const otherNamespace = await notFound(kubernetes, 'nightly-reports', 'default');
    assert.deepEqual(otherNamespace.nearMiss.otherNamespaces, ['analytics']);
    assert.match(otherNamespace.hints.join(), /-n analytics/);
    assert.deepEqual([...new Set(demo.requests().map(({ method }) => method))], ['GET']);
  });
});

test('lists resources left behind by a stopped cluster', async () => {
  await withCluster({ highAvailability: true }, 'admin', async ({ demo, kubernetes }) => {
    const { clusterId, namespace } = demo;
    const resource = { apiVersion: 'apps/v1', plural: 'deployments' };
    await kubernetes.delete({ resource, namespace, name: clusterId }, { propagation: 'Background' });
    const left = await notFound(kubernetes, clusterId, namespace);
    assert.ok(left.nearMiss.leftovers.includes(`ConfigMap ${clusterId}-cluster-config-map`));
    assert.match(left.hints.join(), /Related resources still exist/);
  });
});

test('fails with the permission error if both lookups are denied', async () => {
  await withCluster({}, 'nobody', async ({ demo, kubernetes }) => {
    const target = { clusterId: demo.clusterId, namespace: demo.namespace };
    await assert.rejects(connectSession(kubernetes, target, signal), { name: 'KubernetesError', kind: 'forbidden' });
  });
});

for (const denied of ['services', 'deployments']) {
  test(`finds the cluster with the other lookup if reading ${denied} is denied`, async () => {
    await withCluster({}, 'admin', async ({ demo, kubernetes }) => {
      const partly: KubernetesApi = {
        ...kubernetes,
        get: async (path, ...rest) => {
          if (path.resource.plural === denied) throw new KubernetesError('forbidden', `no permission for ${denied}`);
          return kubernetes.get(path, ...rest);
        },
      };
      const connection = await connectSession(partly, { clusterId: demo.clusterId, namespace: demo.namespace }, signal);
      assert.equal((await connection.flink.overview()).flinkVersion, '2.3.0');
      await connection.close();
      await notFound(partly, 'nothing-like-it', demo.namespace);
    });
  });
}
