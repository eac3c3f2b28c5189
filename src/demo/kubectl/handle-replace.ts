import type { DemoObject, Kubelet } from '../contracts.ts';
import type { VersionedStore } from '../kubernetes/object-store.ts';
import type { ResourceRequest } from '../kubernetes/request-info.ts';
import { type Exchange, readJson, sendJson } from '../kubernetes/requests/exchange.ts';
import { parseWriteOptions, writeObject } from '../kubernetes/requests/write-object.ts';
import { chooseWriteTarget } from '../kubernetes/requests/write-target.ts';
import type { ApiResource } from '../kubernetes/resources.ts';
import { badRequest, notFound } from '../kubernetes/status.ts';

/** Handles PUT, which `kubectl replace` sends. */
export async function handleReplace(
  exchange: Exchange,
  { namespace, name = '', query }: ResourceRequest,
  resource: ApiResource,
  cluster: { readonly store: VersionedStore; readonly kubelet: Kubelet },
): Promise<void> {
  const body = (await readJson(exchange)) as DemoObject | undefined;
  if (body?.kind !== resource.kind || typeof body.metadata !== 'object') {
    throw badRequest(`request body is not a ${resource.kind}`);
  }
  const { store, kubelet } = chooseWriteTarget(cluster, query.getAll('dryRun'), 'UpdateOptions');
  const before = store.get(resource.plural, namespace, name);
  if (!before) throw notFound(resource, name);
  const { uid } = before.metadata;
  const after = {
    ...body,
    metadata: { namespace, ...(uid !== undefined && { uid }), ...body.metadata },
  } as DemoObject;
  const options = parseWriteOptions(exchange, query);
  sendJson(exchange, 200, writeObject({ store, kubelet }, resource, { before, after }, options));
}
