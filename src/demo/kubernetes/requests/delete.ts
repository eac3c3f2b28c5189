import { utcTime } from '../../../text/utc-time.ts';
import type { DemoObject, Kubelet } from '../../contracts.ts';
import type { PodObject } from '../../kubectl/pod-summary.ts';
import type { VersionedStore } from '../object-store.ts';
import type { ResourceRequest } from '../request-info.ts';
import type { ApiResource } from '../resources.ts';
import { conflict, detailsOf, invalid, notFound } from '../status.ts';
import { type Exchange, readJson, sendJson } from './exchange.ts';
import { chooseWriteTarget } from './write-target.ts';

const defaultGraceSeconds = 30;
const foregroundDeletion = 'foregroundDeletion';
const policies = ['Foreground', 'Background', 'Orphan'];

/** The supported fields of a DELETE request's body. */
type DeleteOptions = {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: string;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun?: readonly string[];
};

export async function handleDelete(
  exchange: Exchange,
  info: ResourceRequest,
  resource: ApiResource,
  cluster: { readonly store: VersionedStore; readonly kubelet: Kubelet },
): Promise<void> {
  const { namespace = '', name = '' } = info;
  const options = await readOptions(exchange, info.query);
  const { store, kubelet } = chooseWriteTarget(cluster, options.dryRun, 'DeleteOptions');
  const object = store.get(resource.plural, namespace, name);
  if (!object) throw notFound(resource, name);
  checkPreconditions(object, resource, options);

  if (resource.plural === 'pods') sendJson(exchange, 200, deletePod(object, options, store, kubelet));
  else if (resource.plural === 'deployments') {
    const remaining = deleteDeployment(object, options, store, kubelet);
    sendJson(exchange, 200, remaining ?? successStatus(resource, object));
  } else {
    const removed = store.remove(resource.plural, object.metadata.namespace, name);
    sendJson(exchange, 200, resource.plural === 'services' && removed ? removed : successStatus(resource, object));
  }
}

/** Marks the pod as terminating and returns it. The kubelet removes the pod once the containers have ended. */
function deletePod(pod: DemoObject, options: DeleteOptions, store: VersionedStore, kubelet: Kubelet): DemoObject {
  const { namespace = '', name, deletionTimestamp } = pod.metadata;
  const { spec } = pod as unknown as PodObject;
  const isScheduled = spec?.nodeName !== undefined;
  const requestedSeconds = options.gracePeriodSeconds ?? spec?.terminationGracePeriodSeconds ?? defaultGraceSeconds;
  const graceSeconds = isScheduled ? requestedSeconds : 0;
  const isTerminating = deletionTimestamp !== undefined;
  const marked = isTerminating ? pod : markDeleted(store, 'pods', pod, graceSeconds);
  if (!isTerminating) kubelet.onPodDeleted(namespace, name);
  if (graceSeconds === 0) store.remove('pods', namespace, name);
  return marked;
}

/**
 * Deletes a Deployment, by default with the propagation policy Background. Returns the Deployment if a finalizer
 * delays the removal.
 */
function deleteDeployment(
  deployment: DemoObject,
  { propagationPolicy }: DeleteOptions,
  store: VersionedStore,
  kubelet: Kubelet,
): DemoObject | undefined {
  const { namespace = '', name } = deployment.metadata;
  if (propagationPolicy === 'Orphan') {
    orphanDependents(store, deployment);
    store.remove('deployments', namespace, name);
    return undefined;
  }
  const isForeground = propagationPolicy === 'Foreground';
  const hasFinalizers = (deployment.metadata.finalizers ?? []).length > 0;
  if (hasFinalizers && deployment.metadata.deletionTimestamp !== undefined) return deployment;
  // A Deployment with a finalizer keeps its pods until a patch removes the finalizer.
  if (hasFinalizers && !isForeground) return markDeleted(store, 'deployments', deployment, 0);
  const marked = isForeground ? markDeleted(store, 'deployments', deployment, 0, foregroundDeletion) : undefined;
  kubelet.onDeploymentDeleted(namespace, name);
  return marked;
}

function markDeleted(
  store: VersionedStore,
  kind: 'pods' | 'deployments',
  { metadata: { namespace, name } }: DemoObject,
  graceSeconds: number,
  finalizer?: string,
): DemoObject {
  const marked = store.update(kind, namespace, name, ({ metadata }) => {
    const { generation = 1 } = metadata as { generation?: number };
    metadata.deletionTimestamp = utcTime(Date.now() + graceSeconds * 1000);
    Object.assign(metadata, { deletionGracePeriodSeconds: graceSeconds, generation: generation + 1 });
    if (finalizer !== undefined) metadata.finalizers = [...(metadata.finalizers ?? []), finalizer];
  });
  if (!marked) throw new Error(`cannot delete ${kind} "${name}": the object no longer exists`);
  return marked;
}

function orphanDependents(store: VersionedStore, owner: DemoObject): void {
  for (const kind of ['replicasets', 'services', 'configmaps'] as const) {
    for (const { metadata } of store.list(kind, owner.metadata.namespace)) {
      if (!metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid)) continue;
      store.update(kind, metadata.namespace, metadata.name, (object) => {
        const others = object.metadata.ownerReferences?.filter(({ uid }) => uid !== owner.metadata.uid) ?? [];
        object.metadata.ownerReferences = others;
      });
    }
  }
}

/** Reads the delete options from the body, or from the query if there is no body. */
async function readOptions(exchange: Exchange, query: URLSearchParams): Promise<DeleteOptions> {
  const options = ((await readJson(exchange)) as DeleteOptions | undefined) ?? parseQueryOptions(query);
  const { propagationPolicy } = options;
  if (propagationPolicy !== undefined && !policies.includes(propagationPolicy))
    throw unsupportedPolicy(propagationPolicy);
  return options;
}

function parseQueryOptions(query: URLSearchParams): DeleteOptions {
  const propagationPolicy = query.get('propagationPolicy');
  const grace = query.get('gracePeriodSeconds');
  return {
    ...(propagationPolicy !== null && { propagationPolicy }),
    ...(grace !== null && { gracePeriodSeconds: Number(grace) }),
    dryRun: query.getAll('dryRun'),
  };
}

function unsupportedPolicy(policy: string) {
  const supported = [...policies, 'nil'].map((supportedPolicy) => JSON.stringify(supportedPolicy)).join(', ');
  return invalid(
    { kind: 'DeleteOptions', group: 'meta.k8s.io', name: '' },
    {
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: ${JSON.stringify(policy)}: supported values: ${supported}`,
      field: 'propagationPolicy',
    },
  );
}

function checkPreconditions({ metadata }: DemoObject, resource: ApiResource, { preconditions }: DeleteOptions): void {
  // For failed preconditions, the real server reports the kind instead of the resource.
  const kind = { group: resource.group, plural: resource.kind };
  const { uid, resourceVersion } = preconditions ?? {};
  if (uid !== undefined && uid !== metadata.uid) {
    const reason = `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid})`;
    throw conflict(kind, metadata.name, `${reason}. The object might have been deleted and then recreated`);
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    const record = `the ResourceVersion in record (${metadata.resourceVersion})`;
    const reason = `the ResourceVersion in the precondition (${resourceVersion}) does not match ${record}`;
    throw conflict(kind, metadata.name, `${reason}. The object might have been modified`);
  }
}

function successStatus(resource: ApiResource, { metadata }: DemoObject): object {
  const details = { ...detailsOf(resource, metadata.name), uid: metadata.uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}
