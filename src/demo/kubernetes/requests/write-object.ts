import { isDeepStrictEqual } from 'node:util';
import type { DemoObject, Kubelet } from '../../contracts.ts';
import { checkFields } from '../../kubectl/check-fields.ts';
import { managerOf, noteOwner } from '../../kubectl/managed-fields.ts';
import { noRollout } from '../../kubectl/unsupported.ts';
import { withNodePorts } from '../node-ports.ts';
import type { VersionedStore } from '../object-store.ts';
import { type ApiResource, qualifiedName } from '../resources.ts';
import { badRequest, conflict, invalid } from '../status.ts';
import type { Exchange } from './exchange.ts';

const modified = 'the object has been modified; please apply your changes to the latest version and try again';
const podFields =
  'Forbidden: pod updates may not change fields other than `spec.containers[*].image`,' +
  '`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing ' +
  'tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

export type WriteOptions = {
  /** `fieldValidation` of the request. */
  readonly validation: string | null;
  /** Who is noted for what changes. */
  readonly manager: string;
};

export function writeOptions({ request }: Exchange, query: URLSearchParams): WriteOptions {
  return {
    validation: query.get('fieldValidation'),
    manager: managerOf(query.get('fieldManager') ?? undefined, request.headers['user-agent']),
  };
}

/** Stores an object as a patch or a PUT made it, where the real server would; the object as it is then. */
export function writeObject(
  { store, kubelet }: { readonly store: VersionedStore; readonly kubelet: Kubelet },
  resource: ApiResource,
  { before, after: wanted }: { readonly before: DemoObject; readonly after: DemoObject },
  { validation, manager }: WriteOptions,
): DemoObject {
  checkWritten(before, wanted, resource);
  checkFields(resource, wanted, validation);
  const after = resource.plural === 'services' ? withNodePorts(wanted) : wanted;
  const { namespace, name } = before.metadata;
  const written = store.update(resource.plural, namespace, name, (object) => {
    // The status is written by its subresource alone.
    const { status: _, ...rest } = after;
    const { status } = object;
    for (const field of Object.keys(object)) delete object[field];
    Object.assign(object, structuredClone(rest), status !== undefined && { status });
    object.metadata = { ...object.metadata, ...keptByTheServer(before) };
    noteOwner(object, before, manager);
  });
  if (written !== undefined && isFinalized(written)) finishDeletion(written, resource, store, kubelet);
  return written ?? before;
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

/** What no write can change. */
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

function checkWritten(before: DemoObject, after: DemoObject, resource: ApiResource): void {
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
  if (needsRollout(before, after, resource)) throw noRollout(qualifiedName(resource));
  if (resource.plural === 'pods' && !isDeepStrictEqual(fixedPartOf(before), fixedPartOf(after))) {
    throw invalid({ kind: 'Pod', name }, { reason: 'FieldValueForbidden', message: podFields, field: 'spec' });
  }
  if (before.immutable === true && !isDeepStrictEqual(before.data, after.data)) {
    const cause = { reason: 'FieldValueForbidden', field: 'data' };
    const message = 'Forbidden: field is immutable when `immutable` is set';
    throw invalid({ kind: resource.kind, name }, { ...cause, message });
  }
}

function needsRollout(before: DemoObject, after: DemoObject, { plural }: ApiResource): boolean {
  if (plural === 'replicasets') return !isDeepStrictEqual(before.spec, after.spec);
  const { replicas: _, ...old } = Object(before.spec);
  const { replicas: __, ...wanted } = Object(after.spec);
  return plural === 'deployments' && !isDeepStrictEqual(old, wanted);
}

/** A pod's spec without what may change in a pod that runs. */
function fixedPartOf({ spec }: DemoObject): unknown {
  const { activeDeadlineSeconds: _, tolerations: __, ...fixed } = (spec ?? {}) as Record<string, unknown>;
  const containers = ((fixed.containers ?? []) as Record<string, unknown>[]).map(({ image: _, ...rest }) => rest);
  return { ...fixed, containers };
}
