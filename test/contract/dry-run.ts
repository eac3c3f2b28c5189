import assert from 'node:assert/strict';
import type { Pod } from '../../src/kubernetes/objects.ts';
import { type Resource, resources, resourceUrlPath } from '../../src/kubernetes/resource.ts';
import type { Contract, ContractTarget } from './contract.ts';
import { requestApiServer } from './request-api-server.ts';

/** The behaviour that `kubectl --dry-run=server` relies on. */
export const dryRunContracts: readonly Contract[] = [
  {
    name: 'a dry run of a deletion returns the response of a deletion, and deletes nothing',
    check: async (target) => {
      const { kubernetes, namespace, clusterId } = target;
      const labelSelector = `app=${clusterId},component=jobmanager`;
      const [pod] = await kubernetes.list<Pod>({ resource: resources.pods, namespace, labelSelector });
      const kinds: readonly (readonly [Resource, string, (json: ResponseJson) => unknown])[] = [
        [resources.pods, pod?.metadata?.name ?? '', ({ metadata }) => metadata.deletionTimestamp],
        [resources.services, `${clusterId}-rest`, ({ kind }) => kind === 'Service'],
        [resources.configMaps, `flink-config-${clusterId}`, ({ status }) => status === 'Success'],
        [resources.deployments, clusterId, ({ status }) => status === 'Success'],
      ];
      for (const [resource, name, isAsExpected] of kinds) {
        const path = { resource, namespace, name };
        const before = await kubernetes.get<Pod>(path);
        for (const [query, body] of [
          ['?dryRun=All', undefined],
          ['', { dryRun: ['All'] }],
        ] as const) {
          const { status, json } = await deletion(target, resource, name, query, body);
          assert.equal(status, 200, JSON.stringify(json));
          assert.ok(isAsExpected(json), JSON.stringify(json));
        }
        const after = await kubernetes.get<Pod>(path);
        assert.equal(after.metadata?.uid, before.metadata?.uid);
        assert.equal(after.metadata?.deletionTimestamp, undefined);
      }
    },
  },
  {
    name: 'a dry run of a patch returns the patched object, and changes nothing',
    check: async (target) => {
      const path = configMapOf(target);
      const before = await target.kubernetes.get(path);
      const { status, json } = await patch(target, '?dryRun=All', { data: { 'no-such-key': 'value' } });
      assert.equal(status, 200);
      assert.equal(json.data['no-such-key'], 'value');
      assert.equal(json.metadata.resourceVersion, before.metadata?.resourceVersion);
      assert.deepEqual(await target.kubernetes.get(path), before);
    },
  },
  {
    name: 'an unknown dry-run value is rejected even for an unknown object',
    check: async (target) => {
      const reason = 'is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"';
      const deleted = await deletion(target, resources.configMaps, 'no-such-map', '?dryRun=Some');
      assert.equal(deleted.status, 422);
      assert.equal(deleted.json.message, `DeleteOptions.meta.k8s.io "" ${reason}`);
      const patched = await patch(target, '?dryRun=Some', {});
      assert.equal(patched.status, 422);
      assert.equal(patched.json.message, `PatchOptions.meta.k8s.io "" ${reason}`);
    },
  },
  {
    name: 'the query of a deletion is ignored if the request has a body',
    check: async (target) => {
      const { name } = configMapOf(target);
      const query = '?propagationPolicy=NoSuchPolicy';
      const { status } = await deletion(target, resources.configMaps, name, query, { dryRun: ['All'] });
      assert.equal(status, 200);
      assert.equal((await deletion(target, resources.configMaps, name, `${query}&dryRun=All`)).status, 422);
    },
  },
];

type ResponseJson = Awaited<ReturnType<typeof requestApiServer>>['json'];

const configMapOf = ({ namespace, clusterId }: ContractTarget) => ({
  resource: resources.configMaps,
  namespace,
  name: `flink-config-${clusterId}`,
});

function deletion(
  { kubernetes, namespace }: ContractTarget,
  resource: Resource,
  name: string,
  query: string,
  body?: object,
) {
  const path = `${resourceUrlPath({ resource, namespace, name })}${query}`;
  return requestApiServer(kubernetes, { method: 'DELETE', path, ...(body && { body }) });
}

function patch(target: ContractTarget, query: string, body: object) {
  const path = `${resourceUrlPath(configMapOf(target))}${query}`;
  const contentType = 'application/merge-patch+json';
  return requestApiServer(target.kubernetes, { method: 'PATCH', path, contentType, body });
}
