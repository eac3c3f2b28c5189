import { isDeepStrictEqual } from 'node:util';
import type { DemoObject, Kubelet } from '../../contracts.ts';
import { fieldManagerOf, updateManagedFields } from '../../kubectl/managed-fields.ts';
import { unsupportedRollout } from '../../kubectl/unsupported.ts';
import { validateFields } from '../../kubectl/validate-fields.ts';
import { withNodePorts } from '../node-ports.ts';
import type { VersionedStore } from '../object-store.ts';
import { type ApiResource, qualifiedName } from '../resources.ts';
import { badRequest, conflict, invalid } from '../status.ts';
import type { Exchange } from './exchange.ts';

const modifiedMessage = 'the object has been modified; please apply your changes to the latest version and try again';
const podFieldsMessage =
  'Forbidden: pod updates may not change fields other than `spec.containers[*].image`,' +
  '`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing ' +
  'tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

export type WriteOptions = {
  /** The `fieldValidation` parameter: `Strict`, `Warn`, `Ignore` or null. */
  readonly validation: string | null;
  /** Field manager that owns the changed fields. */
  readonly manager: string;
};

export function parseWriteOptions({ request }: Exchange, query: URLSearchParams): WriteOptions {
  return {
    validation: query.get('fieldValidation'),
    manager: fieldManagerOf(query.get('fieldManager') ?? undefined, request.headers['user-agent']),
  };
}

/** Validates an object from a patch or PUT, stores it, and returns the stored object. */
export function writeObject(
  { store, kubelet }: { readonly store: VersionedStore; readonly kubelet: Kubelet },
  resource: ApiResource,
  { before, after: requested }: { readonly before: DemoObject; readonly after: DemoObject },
  { validation, manager }: WriteOptions,
): DemoObject {
  validateUpdate(before, requested, resource);
  validateFields(resource, requested, validation);
  const after = resource.plural === 'services' ? withNodePorts(requested) : requested;
  const { namespace, name } = before.metadata;
  const written = store.update(resource.plural, namespace, name, (object) => {
    // Only the status subresource can change the status.
    const { status: _, ...rest } = after;
    const { status } = object;
    for (const field of Object.keys(object)) delete object[field];
    Object.assign(object, structuredClone(rest), status !== undefined && { status });
    object.metadata = { ...object.metadata, ...serverManagedMetadata(before) };
    updateManagedFields(object, before, manager);
  });
  if (written !== undefined && canFinishDeletion(written)) finishDeletion(written, resource, store, kubelet);
  return written ?? before;
}

/** Returns true if the object is marked for deletion and has no finalizer left. */
function canFinishDeletion({ metadata: { deletionTimestamp, finalizers = [] } }: DemoObject): boolean {
  return deletionTimestamp !== undefined && finalizers.length === 0;
}

function finishDeletion(
  { metadata: { namespace = '', name } }: DemoObject,
  { plural }: ApiResource,
  store: VersionedStore,
  kubelet: Kubelet,
): void {
  if (plural === 'deployments') kubelet.onDeploymentDeleted(namespace, name);
  // The kubelet removes a pod once its containers have ended.
  else if (plural !== 'pods') store.remove(plural, namespace, name);
}

/** Metadata that only the API server can change. */
function serverManagedMetadata({ metadata }: DemoObject) {
  const { generation } = metadata as { generation?: number };
  const { resourceVersion, creationTimestamp, deletionTimestamp } = metadata;
  return {
    ...(resourceVersion !== undefined && { resourceVersion }),
    ...(creationTimestamp !== undefined && { creationTimestamp }),
    ...(deletionTimestamp !== undefined && { deletionTimestamp }),
    ...(generation !== undefined && { generation }),
  };
}

function validateUpdate(before: DemoObject, after: DemoObject, resource: ApiResource): void {
  const { name, uid, resourceVersion } = before.metadata;
  const changed = after.metadata ?? {};
  if (changed.name !== name) {
    throw badRequest(`the name of the object (${changed.name}) does not match the name on the URL (${name})`);
  }
  if (changed.resourceVersion !== resourceVersion && changed.resourceVersion !== undefined) {
    throw conflict(resource, name, modifiedMessage);
  }
  const immutable = (field: string, message: string) =>
    invalid({ kind: resource.kind, group: resource.group, name }, { reason: 'FieldValueInvalid', message, field });
  if (changed.uid !== uid) {
    throw immutable('metadata.uid', `Invalid value: ${JSON.stringify(changed.uid)}: field is immutable`);
  }
  if (requiresRollout(before, after, resource)) throw unsupportedRollout(qualifiedName(resource));
  if (resource.plural === 'pods' && !isDeepStrictEqual(immutableSpec(before), immutableSpec(after))) {
    throw invalid({ kind: 'Pod', name }, { reason: 'FieldValueForbidden', message: podFieldsMessage, field: 'spec' });
  }
  if (before.immutable === true && !isDeepStrictEqual(before.data, after.data)) {
    const cause = { reason: 'FieldValueForbidden', field: 'data' };
    const message = 'Forbidden: field is immutable when `immutable` is set';
    throw invalid({ kind: resource.kind, name }, { ...cause, message });
  }
}

function requiresRollout(before: DemoObject, after: DemoObject, { plural }: ApiResource): boolean {
  if (plural === 'replicasets') return !isDeepStrictEqual(before.spec, after.spec);
  const { replicas: _, ...beforeSpec } = Object(before.spec);
  const { replicas: __, ...afterSpec } = Object(after.spec);
  return plural === 'deployments' && !isDeepStrictEqual(beforeSpec, afterSpec);
}

/** Returns the part of a pod's spec that an update cannot change. */
function immutableSpec({ spec }: DemoObject): unknown {
  const { activeDeadlineSeconds: _, tolerations: __, ...fixed } = (spec ?? {}) as Record<string, unknown>;
  const containers = ((fixed.containers ?? []) as Record<string, unknown>[]).map(({ image: _, ...rest }) => rest);
  return { ...fixed, containers };
}
