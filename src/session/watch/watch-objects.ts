import { clusterSelector, deploymentName } from '../../flink/names.ts';
import type { KubernetesApi, Selector, Watch, WatchState } from '../../kubernetes/api.ts';
import type {
  ConfigMap,
  Deployment,
  KubernetesEvent,
  KubernetesObject,
  Pod,
  Service,
} from '../../kubernetes/objects.ts';
import { type Resource, resources } from '../../kubernetes/resource.ts';
import type { SessionTarget } from '../session.ts';
import type { SessionSnapshot, WatchedKind } from '../snapshot.ts';

/** The watched objects; undefined before the first list of a kind. */
export type WatchedObjects = {
  pods?: readonly Pod[];
  deployments?: readonly Deployment[];
  services?: readonly Service[];
  configmaps?: readonly ConfigMap[];
  events?: readonly KubernetesEvent[];
};

export type ObjectWatches = {
  readonly objects: Readonly<WatchedObjects>;
  readonly states: SessionSnapshot['watches'];
  /** Retries waiting watches now. */
  readonly retryNow: () => void;
  readonly reopen: () => void;
  readonly stop: () => void;
};

/**
 * Starts one watch for each kind of object of a cluster. Objects of a denied kind stay undefined, and the state of
 * their watch shows the reason.
 */
export function watchObjects(
  kubernetes: Pick<KubernetesApi, 'watch'>,
  { clusterId, namespace }: SessionTarget,
  listener: {
    readonly objectsChanged: (kind: WatchedKind) => void;
    readonly stateChanged: (state: WatchState) => void;
  },
): ObjectWatches {
  const ofCluster = { labelSelector: clusterSelector(clusterId) };
  const selections: Record<WatchedKind, Selector & { readonly resource: Resource }> = {
    pods: { resource: resources.pods, ...ofCluster },
    deployments: { resource: resources.deployments, fieldSelector: `metadata.name=${deploymentName(clusterId)}` },
    services: { resource: resources.services, ...ofCluster },
    configmaps: { resource: resources.configMaps, ...ofCluster },
    events: { resource: resources.events },
  };
  const kinds = Object.keys(selections) as WatchedKind[];
  const objects: WatchedObjects = {};
  const connecting: WatchState = { state: 'connecting' };
  let states = Object.fromEntries(kinds.map((kind) => [kind, connecting])) as SessionSnapshot['watches'];

  const watches: readonly Watch[] = kinds.map((kind) =>
    kubernetes.watch<KubernetesObject>(
      { ...selections[kind], namespace },
      {
        onItems: (items) => {
          objects[kind] = items as never;
          listener.objectsChanged(kind);
        },
        onState: (state) => {
          states = { ...states, [kind]: state };
          listener.stateChanged(state);
        },
      },
    ),
  );

  return {
    objects,
    get states() {
      return states;
    },
    retryNow: () => {
      for (const watch of watches) watch.retryNow();
    },
    reopen: () => {
      for (const watch of watches) watch.reopen();
    },
    stop: () => {
      for (const watch of watches) watch.stop();
    },
  };
}
