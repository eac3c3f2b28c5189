import { text } from 'node:stream/consumers';
import type { DemoObject, Kubelet } from '../../contracts.ts';
import type { VersionedStore } from '../../kubernetes/object-store.ts';
import type { ResourceRequest } from '../../kubernetes/request-info.ts';
import { type Exchange, sendJson } from '../../kubernetes/requests/exchange.ts';
import { parseWriteOptions, writeObject } from '../../kubernetes/requests/write-object.ts';
import { chooseWriteTarget } from '../../kubernetes/requests/write-target.ts';
import type { ApiResource } from '../../kubernetes/resources.ts';
import { badRequest, notFound, StatusError, unsupportedMediaType } from '../../kubernetes/status.ts';
import { unsupportedServerSideApply } from '../unsupported.ts';
import { jsonPatch } from './json-patch.ts';
import { isMap, type JsonValue } from './json-value.ts';
import { mergePatch, strategicMergePatch } from './merge-patch.ts';

export async function handlePatch(
  exchange: Exchange,
  info: ResourceRequest,
  resource: ApiResource,
  cluster: { readonly store: VersionedStore; readonly kubelet: Kubelet },
): Promise<void> {
  const { namespace, name = '', query } = info;
  const type = exchange.request.headers['content-type'] ?? '';
  const apply = choosePatch(type.split(';')[0] ?? '');
  const patch = parsePatch(await text(exchange.request));
  const { store, kubelet } = chooseWriteTarget(cluster, query.getAll('dryRun'), 'PatchOptions');

  const before = store.get(resource.plural, namespace, name);
  if (!before) throw notFound(resource, name);
  // The DemoObject type does not express that stored objects contain only JSON values.
  const after = apply(before as unknown as JsonValue, patch) as unknown as DemoObject;
  const options = parseWriteOptions(exchange, query);
  sendJson(exchange, 200, writeObject({ store, kubelet }, resource, { before, after }, options));
}

function choosePatch(type: string): (target: JsonValue, patch: JsonValue) => JsonValue {
  if (type === 'application/merge-patch+json') return requireMap(mergePatch);
  if (type === 'application/strategic-merge-patch+json') return requireMap(strategicMergePatch);
  if (type === 'application/json-patch+json') return applyJsonPatch;
  if (type === 'application/apply-patch+yaml') throw unsupportedServerSideApply();
  throw unsupportedMediaType();
}

const requireMap =
  (merge: (target: JsonValue, patch: JsonValue) => JsonValue) => (target: JsonValue, patch: JsonValue) => {
    if (isMap(patch)) return merge(target, patch);
    const type = Array.isArray(patch) ? 'array' : typeof patch;
    throw badRequest(
      `error decoding patch: json: cannot unmarshal ${type} into Go value of type map[string]interface {}`,
    );
  };

function applyJsonPatch(target: JsonValue, patch: JsonValue): JsonValue {
  if (!Array.isArray(patch)) {
    throw badRequest('error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  }
  try {
    return jsonPatch(target, patch as never);
  } catch (error) {
    const message = 'the server rejected our request due to an error in our request';
    throw Object.assign(new StatusError(422, 'Invalid', message, {}), { cause: error });
  }
}

function parsePatch(body: string): JsonValue {
  try {
    return JSON.parse(body) as JsonValue;
  } catch (error) {
    throw badRequest(`error decoding patch: ${(error as Error).message}`);
  }
}
