import type { DemoObject, Kubelet } from '../contracts.ts';
import type { VersionedStore } from '../kubernetes/object-store.ts';
import type { ResourceRequest } from '../kubernetes/request-info.ts';
import { type Exchange, readJson, sendJson } from '../kubernetes/requests/exchange.ts';
import { chooseWriteTarget } from '../kubernetes/requests/write-target.ts';
import type { ApiResource } from '../kubernetes/resources.ts';
import { invalid, notFound } from '../kubernetes/status.ts';
import { unsupportedRequest } from './unsupported.ts';

/** Handles the `scale` subresource of a Deployment, which `kubectl scale` reads and updates. */
export async function handleScale(
  exchange: Exchange,
  info: ResourceRequest,
  resource: ApiResource,
  cluster: { readonly store: VersionedStore; readonly kubelet: Kubelet },
): Promise<void> {
  const { namespace, name = '', query, verb } = info;
  if (!['get', 'patch', 'update'].includes(verb)) throw unsupportedRequest(info);
  const before = cluster.store.get(resource.plural, namespace, name);
  if (!before) throw notFound(resource, name);
  if (verb === 'get') return sendJson(exchange, 200, toScale(before));

  const replicas: unknown = Object(Object(await readJson(exchange)).spec).replicas;
  if (typeof replicas !== 'number' || !Number.isInteger(replicas) || replicas < 0) {
    const message = `Invalid value: ${JSON.stringify(replicas ?? null)}: must be greater than or equal to 0`;
    throw invalid(
      { kind: 'Scale', group: 'autoscaling', name },
      { reason: 'FieldValueInvalid', message, field: 'spec.replicas' },
    );
  }
  const { store } = chooseWriteTarget(cluster, query.getAll('dryRun'), 'UpdateOptions');
  const scaled = store.update(resource.plural, namespace, name, (object) => {
    object.spec = { ...Object(object.spec), replicas };
  });
  sendJson(exchange, 200, toScale(scaled ?? before));
}

function toScale({ metadata, spec, status }: DemoObject): object {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const labels = Object.entries<string>(Object(Object(Object(spec).selector).matchLabels));
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: Object(spec).replicas ?? 1 },
    status: {
      replicas: Object(status).replicas ?? 0,
      selector: labels.map(([key, value]) => `${key}=${value}`).join(','),
    },
  };
}
