import { clusterSelector, deploymentName, restServiceName } from '../../flink/names.ts';
import type { WatchState } from '../../kubernetes/api.ts';
import type { ConfigMap, Deployment, KubernetesEvent, Pod, Service } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import { countCluster } from '../../session/readings/count-cluster.ts';
import { noReadings } from '../../session/readings/reading.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import type { WatchedObjects } from '../../session/watch/watch-objects.ts';
import { attempt } from './attempt.ts';
import type { Services } from './command.ts';

type Part = 'pods' | 'deployment' | 'service' | 'configmaps' | 'config' | 'jobs' | 'taskManagers';

/** What a watched session would show, read once. */
export type SnapshotOnce = {
  readonly snapshot: SessionSnapshot;
  readonly pods: readonly Pod[];
  /** Why a part could not be read: the snapshot is right without it, and tells less. */
  readonly problems: { readonly [P in Part]?: Error };
};

export async function readSnapshot({ connection, now }: Services, signal: AbortSignal): Promise<SnapshotOnce> {
  const { kubernetes, flink, target } = connection;
  const { clusterId, namespace } = target;
  const ofCluster = { namespace, labelSelector: clusterSelector(clusterId) };
  const deploymentPath = { resource: resources.deployments, namespace, name: deploymentName(clusterId) };
  const servicePath = { resource: resources.services, namespace, name: restServiceName(clusterId) };
  const problems: { [P in Part]?: Error } = {};
  async function part<T>(name: Part, reading: Promise<T>): Promise<T | undefined> {
    const read = await attempt(reading, signal);
    if (!(read instanceof Error)) return read;
    problems[name] = read;
    return undefined;
  }

  const startedAt = now();
  const [pods, deployment, service, configmaps, config, jobs, taskManagers] = await Promise.all([
    part('pods', kubernetes.list<Pod>({ resource: resources.pods, ...ofCluster }, signal)),
    part('deployment', kubernetes.get<Deployment>(deploymentPath, signal)),
    part('service', kubernetes.get<Service>(servicePath, signal)),
    part('configmaps', kubernetes.list<ConfigMap>({ resource: resources.configMaps, ...ofCluster }, signal)),
    part('config', flink.config(signal)),
    part('jobs', flink.jobs(signal)),
    part('taskManagers', flink.taskManagers(signal)),
  ]);
  const events = await eventsOf(pods ?? []);
  // It reads Flink's configuration, and so YAML: weight that a command of another kind need not start with.
  const { createSnapshots } = await import('../../session/watch/derive-snapshot.ts');
  const objects: WatchedObjects = {
    ...(pods && { pods }),
    ...(deployment && { deployments: [deployment] }),
    ...(service && { services: [service] }),
    ...(configmaps && { configmaps }),
    ...(events && { events }),
  };
  const counts = jobs && taskManagers && countCluster(jobs, taskManagers);
  const answers = { flinkVersion: config?.flinkVersion, counts, jobs, taskManagers };
  const isAnswered = [config, jobs, taskManagers].some((answer) => answer !== undefined);
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
    answers,
    readings: noReadings,
    forwards: [],
    restAnsweredAt: isAnswered ? at : undefined,
    taskManagersAnsweredAt: taskManagers && at,
    links: { kubernetes: { state: 'live', since: at, latencyMs: at - startedAt }, rest: connection.restLink() },
    releaseReasons: new Map(),
    now: at,
  });
  return { snapshot, pods: pods ?? [], problems };

  /** They only tell more of pods that do not run yet, and there may be thousands of them in a namespace. */
  async function eventsOf(pods: readonly Pod[]): Promise<readonly KubernetesEvent[] | undefined> {
    if (pods.every(({ status }) => status?.phase === 'Running')) return undefined;
    const fieldSelector = 'involvedObject.kind=Pod';
    const target = { resource: resources.events, namespace, fieldSelector };
    const events = await attempt(kubernetes.list<KubernetesEvent>(target, signal), signal);
    return events instanceof Error ? undefined : events;
  }
}
