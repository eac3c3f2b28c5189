import { text } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';
import type { DemoObject, Kubelet } from '../../parts.ts';
import { writeOn } from '../dry-run.ts';
import { type Exchange, sendJson } from '../exchange.ts';
import { managerOf, noteOwner } from '../managed-fields.ts';
import type { VersionedStore } from '../object-store.ts';
import type { ResourceRequest } from '../request-info.ts';
import type { ApiResource } from '../resources.ts';
import { badRequest, conflict, invalid, notFound, Refusal, unsupportedMediaType } from '../status.ts';
import { jsonPatch } from './json-patch.ts';
import { isMap, type JsonValue } from './json-value.ts';
import { mergePatch } from './merge-patch.ts';
import { withNodePorts } from './node-ports.ts';
import { strategicMergePatch } from './strategic-merge-patch.ts';

const modified = 'the object has been modified; please apply your changes to the latest version and try again';
const podFields =
  'Forbidden: pod updates may not change fields other than `spec.containers[*].image`,' +
  '`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing ' +
  'tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

export async function answerPatch(
  exchange: Exchange,
  info: ResourceRequest,
  resource: ApiResource,
  cluster: { readonly store: VersionedStore; readonly kubelet: Kubelet },
): Promise<void> {
  const { namespace, name = '', query } = info;
  const type = exchange.request.headers['content-type'] ?? '';
  const apply = patchOfType(type.split(';')[0] ?? '');
  const patch = parsePatch(await text(exchange.request));
  const { store, kubelet } = writeOn(cluster, query.getAll('dryRun'), 'PatchOptions');

  const before = store.get(resource.plural, namespace, name);
  if (!before) throw notFound(resource, name);
  // The store's objects are JSON, which the type of an object only hints at.
  const applied = apply(before as unknown as JsonValue, patch) as unknown as DemoObject;
  checkPatched(before, applied, resource);
  const after = resource.plural === 'services' ? withNodePorts(applied) : applied;
  const patched = store.update(resource.plural, namespace, name, (object) => {
    // The status is written by its subresource alone.
    const { status: _, ...rest } = after;
    const { status } = object;
    for (const field of Object.keys(object)) delete object[field];
    Object.assign(object, structuredClone(rest), status !== undefined && { status });
    object.metadata = { ...object.metadata, ...keptByTheServer(before) };
    noteOwner(
      object,
      before,
      managerOf(query.get('fieldManager') ?? undefined, exchange.request.headers['user-agent']),
    );
  });
  if (patched !== undefined && isFinalized(patched)) finishDeletion(patched, resource, store, kubelet);
  sendJson(exchange, 200, patched ?? before);
}

/** Its deletion was requested, and no finalizer is left that held it. */
function isFinalized({ metadata: { deletionTimestamp, finalizers = [] } }: DemoObject): boolean {
  return deletionTimestamp !== undefined && finalizers.length === 0;
}

function finishDeletion(
  { metadata: { namespace = '', name } }: DemoObject,
  { plural }: ApiResource,
  store: VersionedStore,
  kubelet: Kubelet,
): void {
  if (plural === 'deployments') kubelet.deploymentDeleted(namespace, name);
  // A pod goes when its containers have ended.
  else if (plural !== 'pods') store.remove(plural, namespace, name);
}

function patchOfType(type: string): (target: JsonValue, patch: JsonValue) => JsonValue {
  if (type === 'application/merge-patch+json') return onMaps(mergePatch);
  if (type === 'application/strategic-merge-patch+json') return onMaps(strategicMergePatch);
  if (type === 'application/json-patch+json') return onLists;
  throw unsupportedMediaType();
}

const onMaps = (merge: (target: JsonValue, patch: JsonValue) => JsonValue) => (target: JsonValue, patch: JsonValue) => {
  if (isMap(patch)) return merge(target, patch);
  const given = Array.isArray(patch) ? 'array' : typeof patch;
  throw badRequest(
    `error decoding patch: json: cannot unmarshal ${given} into Go value of type map[string]interface {}`,
  );
};

function onLists(target: JsonValue, patch: JsonValue): JsonValue {
  if (!Array.isArray(patch)) {
    throw badRequest('error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  }
  try {
    return jsonPatch(target, patch as never);
  } catch (error) {
    const message = 'the server rejected our request due to an error in our request';
    throw Object.assign(new Refusal(422, 'Invalid', message, {}), { cause: error });
  }
}

function parsePatch(body: string): JsonValue {
  try {
    return JSON.parse(body) as JsonValue;
  } catch (error) {
    throw badRequest(`error decoding patch: ${(error as Error).message}`);
  }
}

/** What no patch can change. */
function keptByTheServer({ metadata }: DemoObject) {
  const { generation } = metadata as { generation?: number };
  const { resourceVersion, creationTimestamp, deletionTimestamp } = metadata;
  return {
    ...(resourceVersion !== undefined && { resourceVersion }),
    ...(creationTimestamp !== undefined && { creationTimestamp }),
    ...(deletionTimestamp !== undefined && { deletionTimestamp }),
    ...(generation !== undefined && { generation }),
  };
}

function checkPatched(before: DemoObject, after: DemoObject, resource: ApiResource): void {
  const { name, uid, resourceVersion } = before.metadata;
  const changed = after.metadata ?? {};
  if (changed.name !== name) {
    const message = `the name of the object (${changed.name}) does not match the name on the URL (${name})`;
    throw badRequest(message);
  }
  if (changed.resourceVersion !== resourceVersion && changed.resourceVersion !== undefined) {
    throw conflict(resource, name, modified);
  }
  const immutable = (field: string, message: string) =>
    invalid({ kind: resource.kind, group: resource.group, name }, { reason: 'FieldValueInvalid', message, field });
  if (changed.uid !== uid) {
    throw immutable('metadata.uid', `Invalid value: ${JSON.stringify(changed.uid)}: field is immutable`);
  }
  if (resource.plural === 'pods' && !isDeepStrictEqual(fixedPartOf(before), fixedPartOf(after))) {
    throw invalid({ kind: 'Pod', name }, { reason: 'FieldValueForbidden', message: podFields, field: 'spec' });
  }
  if (before.immutable === true && !isDeepStrictEqual(before.data, after.data)) {
    const cause = { reason: 'FieldValueForbidden', field: 'data' };
    const message = 'Forbidden: field is immutable when `immutable` is set';
    throw invalid({ kind: resource.kind, name }, { ...cause, message });
  }
}

/** A pod's spec without what may change in a pod that runs. */
function fixedPartOf({ spec }: DemoObject): unknown {
  const { activeDeadlineSeconds: _, tolerations: __, ...fixed } = (spec ?? {}) as Record<string, unknown>;
  const containers = ((fixed.containers ?? []) as Record<string, unknown>[]).map(({ image: _, ...rest }) => rest);
  return { ...fixed, containers };
}
