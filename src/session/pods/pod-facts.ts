import { mainContainer, roleOf } from '../../flink/names.ts';
import type { Pod } from '../../kubernetes/objects.ts';
import { timeOf } from '../cluster/object-time.ts';

export type ContainerEnd = {
  readonly exitCode: number;
  readonly reason: string | undefined;
  /** Epoch ms by the node's clock. */
  readonly at: number | undefined;
};

type ContainerFacts =
  | { readonly state: 'unknown' }
  | { readonly state: 'waiting'; readonly reason: string | undefined; readonly message: string | undefined }
  | { readonly state: 'running'; readonly startedAt: number }
  | ({ readonly state: 'terminated' } & ContainerEnd);

/** One of a pod's containers. */
export type ContainerRun = {
  readonly name: string;
  readonly container: ContainerFacts;
  /** Number of restarts; 0 in the first run. */
  readonly restarts: number;
  /** End of the previous run. */
  readonly lastEnd: ContainerEnd | undefined;
  /** True if the kubelet does not restart the container after a successful exit, as with an init container. */
  readonly endsWithSuccess: boolean;
};

/** Facts from a pod's Kubernetes object, from which its row and status are derived. */
export type PodFacts = {
  readonly uid: string;
  readonly name: string;
  readonly role: 'jobmanager' | 'taskmanager';
  readonly createdAt: number;
  readonly node: string | undefined;
  readonly ip: string | undefined;
  /** Names of all containers: the main one first, then init containers and sidecars. */
  readonly containers: readonly string[];
  /** All containers in start order. */
  readonly runs: readonly ContainerRun[];
  readonly restarts: number;
  readonly container: ContainerFacts;
  /** End of the previous run of the main container. */
  readonly lastEnd: ContainerEnd | undefined;
  readonly memoryLimit: string | undefined;
  readonly isScheduled: boolean;
  /** Reason that the scheduler gives if no node fits. */
  readonly schedulerMessage: string | undefined;
  /** Reason for the failure of the pod: `Evicted: The node was low on resource: memory.` */
  readonly podFailure: string | undefined;
  /** True once deletion was requested. */
  readonly isBeingDeleted: boolean;
  /**
   * A sidecar that has ended. Flink deletes a TaskManager pod when any of its containers has ended (Flink's
   * KubernetesResourceManagerDriver).
   */
  readonly endedSidecar: string | undefined;
  /** True if the kubelet restarts ended containers. This is the case for a JobManager, but not for a TaskManager. */
  readonly restartsContainers: boolean;
};

/** Caches facts by pod object. A changed pod is a new object, so each object is parsed once. */
const known = new WeakMap<Pod, PodFacts | undefined>();

/** Returns the facts of a pod; undefined for a pod that is neither a JobManager nor a TaskManager. */
export function podFacts(pod: Pod): PodFacts | undefined {
  if (!known.has(pod)) known.set(pod, readPodFacts(pod));
  return known.get(pod);
}

function readPodFacts(pod: Pod): PodFacts | undefined {
  const { metadata, spec, status } = pod;
  const role = roleOf(metadata?.labels);
  if (role === undefined || metadata?.uid === undefined || metadata.name === undefined) return undefined;
  const containers = spec?.containers ?? [];
  const main = containers.find(({ name }) => name === mainContainer) ?? containers[0];
  const runs = containerRuns(pod);
  const statuses = status?.containerStatuses ?? [];
  const mainStatus = statuses.find(({ name }) => name === main?.name);
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled');
  return {
    uid: metadata.uid,
    name: metadata.name,
    role,
    createdAt: timeOf(metadata.creationTimestamp) ?? 0,
    node: spec?.nodeName,
    ip: status?.podIP,
    containers: runs.map(({ name }) => name).sort((a, b) => Number(b === main?.name) - Number(a === main?.name)),
    runs,
    restarts: mainStatus?.restartCount ?? 0,
    container: containerFacts(mainStatus?.state),
    lastEnd: containerEnd(mainStatus?.lastState?.terminated),
    memoryLimit: main?.resources?.limits?.memory,
    isScheduled: scheduled?.status === 'True' || spec?.nodeName !== undefined,
    schedulerMessage: scheduled?.status === 'False' ? scheduled.message : undefined,
    podFailure:
      status?.phase === 'Failed' && status.reason !== undefined ? joinReason(status.reason, status.message) : undefined,
    isBeingDeleted: metadata.deletionTimestamp !== undefined,
    restartsContainers: spec?.restartPolicy !== 'Never',
    endedSidecar: statuses.find(({ name, state }) => name !== main?.name && state?.terminated !== undefined)?.name,
  };
}

function containerRuns({ spec, status }: Pod): readonly ContainerRun[] {
  const { initContainers = [], containers = [] } = spec ?? {};
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return [...initContainers, ...containers].map(({ name }, index) => {
    const own = statuses.find((each) => each.name === name);
    return {
      name,
      container: containerFacts(own?.state),
      restarts: own?.restartCount ?? 0,
      lastEnd: containerEnd(own?.lastState?.terminated),
      endsWithSuccess: index < initContainers.length,
    };
  });
}

type ContainerStatus = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number];

function containerFacts(state: ContainerStatus['state']): ContainerFacts {
  const end = containerEnd(state?.terminated);
  if (end !== undefined) return { state: 'terminated', ...end };
  if (state?.running !== undefined) return { state: 'running', startedAt: timeOf(state.running.startedAt) ?? 0 };
  if (state?.waiting === undefined) return { state: 'unknown' };
  return { state: 'waiting', reason: state.waiting.reason, message: state.waiting.message };
}

function containerEnd(terminated: NonNullable<ContainerStatus['state']>['terminated']): ContainerEnd | undefined {
  if (terminated === undefined) return undefined;
  return { exitCode: terminated.exitCode, reason: terminated.reason, at: timeOf(terminated.finishedAt) };
}

/** Formats `reason: message`, or the reason alone. */
export function joinReason(reason: string, message: string | undefined): string {
  return message === undefined || message === '' ? reason : `${reason}: ${message}`;
}
