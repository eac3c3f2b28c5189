import { clusterSelector, deploymentName, restServiceName, roleOf } from '../../flink/names.ts';
import type { TaskManager } from '../../flink/responses.ts';
import type { WatchState } from '../../kubernetes/api.ts';
import type { ConfigMap, Deployment, KubernetesEvent, Pod, Service } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import { noMemory } from '../../session/memory/pod-memory.ts';
import { countCluster } from '../../session/readings/count-cluster.ts';
import { noReadings } from '../../session/readings/reading.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import type { WatchedObjects } from '../../session/watch/watch-objects.ts';
import type { Services } from './command.ts';
import { resultOrError } from './result-or-error.ts';

type Section = 'pods' | 'deployment' | 'service' | 'configmaps' | 'config' | 'jobs' | 'taskManagers';

/** The snapshot of a session, read once instead of watched. */
export type SnapshotResult = {
  readonly snapshot: SessionSnapshot;
  readonly pods: readonly Pod[];
  /** The reasons for sections that are missing from the snapshot. */
  readonly errors: { readonly [S in Section]?: Error };
};

export async function readSnapshot({ connection, now }: Services, signal: AbortSignal): Promise<SnapshotResult> {
  const { kubernetes, flink, target } = connection;
  const { clusterId, namespace } = target;
  const clusterScope = { namespace, labelSelector: clusterSelector(clusterId) };
  const deploymentPath = { resource: resources.deployments, namespace, name: deploymentName(clusterId) };
  const servicePath = { resource: resources.services, namespace, name: restServiceName(clusterId) };
  const errors: { [S in Section]?: Error } = {};
  async function readSection<T>(section: Section, promise: Promise<T>): Promise<T | undefined> {
    const result = await resultOrError(promise, signal);
    if (!(result instanceof Error)) return result;
    errors[section] = result;
    return undefined;
  }

  const listPods = () =>
    readSection('pods', kubernetes.list<Pod>({ resource: resources.pods, ...clusterScope }, signal));

  const startedAt = now();
  const [listed, deployment, service, configmaps, config, jobs, taskManagers] = await Promise.all([
    listPods(),
    readSection('deployment', kubernetes.get<Deployment>(deploymentPath, signal)),
    readSection('service', kubernetes.get<Service>(servicePath, signal)),
    readSection('configmaps', kubernetes.list<ConfigMap>({ resource: resources.configMaps, ...clusterScope }, signal)),
    readSection('config', flink.config(signal)),
    readSection('jobs', flink.jobs(signal)),
    readSection('taskManagers', flink.taskManagers(signal)),
  ]);
  // Flink may have released a TaskManager between both lists: it is no TaskManager that has not registered.
  const pods = listed?.some(isUnregistered(taskManagers)) ? await listPods() : listed;
  const events = await readPodEvents(pods ?? []);
  // Imported on demand: the module loads a YAML parser, which other commands do not need at startup.
  const { createSnapshots } = await import('../../session/watch/derive-snapshot.ts');
  const objects: WatchedObjects = {
    ...(pods && { pods }),
    ...(deployment && { deployments: [deployment] }),
    ...(service && { services: [service] }),
    ...(configmaps && { configmaps }),
    ...(events && { events }),
  };
  const counts = jobs && taskManagers && countCluster(jobs, taskManagers);
  const restData = { flinkVersion: config?.flinkVersion, counts, jobs, taskManagers };
  const hasResponse = [config, jobs, taskManagers].some((response) => response !== undefined);
  const at = now();
  const once: WatchState = { state: 'live', since: at };
  const snapshot = createSnapshots(
    target,
    kubernetes,
  )({
    watches: {
      objects,
      states: { pods: once, deployments: once, services: once, configmaps: once, events: once },
    },
    restData,
    readings: noReadings,
    loads: new Map(),
    subtaskLoads: new Map(),
    eventTimes: new Map(),
    collectMemory: () => noMemory,
    forwards: [],
    restRespondedAt: hasResponse ? at : undefined,
    taskManagersReadAt: taskManagers && at,
    links: { kubernetes: { state: 'live', since: at, latencyMs: at - startedAt }, rest: connection.restLink() },
    releaseReasons: new Map(),
    needsObjects: true,
    now: at,
  });
  return { snapshot, pods: pods ?? [], errors };

  /** Reads events only if a pod is not running, because a namespace can have thousands of events. */
  async function readPodEvents(pods: readonly Pod[]): Promise<readonly KubernetesEvent[] | undefined> {
    if (pods.every(({ status }) => status?.phase === 'Running')) return undefined;
    const fieldSelector = 'involvedObject.kind=Pod';
    const target = { resource: resources.events, namespace, fieldSelector };
    const events = await resultOrError(kubernetes.list<KubernetesEvent>(target, signal), signal);
    return events instanceof Error ? undefined : events;
  }
}

function isUnregistered(taskManagers: readonly TaskManager[] | undefined): (pod: Pod) => boolean {
  const ids = taskManagers && new Set(taskManagers.map(({ id }) => id));
  return ({ metadata }) =>
    ids !== undefined && roleOf(metadata?.labels) === 'taskmanager' && !ids.has(metadata?.name ?? '');
}
