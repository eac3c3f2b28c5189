import { inJobOrder } from '../../flink/job-order.ts';
import { flinkConfigMapName, haConfigMapName, isHaConfigMap, restServiceName } from '../../flink/names.ts';
import type { TaskManager } from '../../flink/responses.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { ConfigMap } from '../../kubernetes/objects.ts';
import type { LoggingBackend } from '../../logging-config/logging-config.ts';
import { findClusterProblems } from '../cluster/cluster-problems.ts';
import { describeDeployment } from '../cluster/describe-deployment.ts';
import { describeService, restAuthentication } from '../cluster/describe-service.ts';
import { defaultFlinkSettings, readFlinkSettings } from '../cluster/flink-settings.ts';
import { jobManagerPods, leadingJobManager } from '../cluster/leading-job-manager.ts';
import { createEventPicker } from '../cluster/session-events.ts';
import type { EventTimeHistory } from '../event-time/event-time-history.ts';
import type { Forward } from '../forwards/forward.ts';
import type { SessionObjects } from '../info/session-objects.ts';
import { readSessionLogging, type SessionLogging } from '../levels/session-logging.ts';
import type { MemorySources } from '../memory/collect-memory.ts';
import { type ClusterMemory, noMemory } from '../memory/pod-memory.ts';
import { type JoinedPods, joinPods, noPods } from '../pods/join-pods.ts';
import { keepPodObjects, noPodObjects, type PodObjects } from '../pods/pod-objects.ts';
import type { ReleaseReason } from '../pods/pod-status.ts';
import type { ClusterCounts } from '../readings/count-cluster.ts';
import type { LoadState } from '../readings/job-load.ts';
import type { JobRow } from '../readings/join-jobs.ts';
import type { Readings } from '../readings/reading.ts';
import type { SubtaskLoads } from '../readings/subtask-load.ts';
import type { SessionTarget } from '../session.ts';
import type { ApplicationStatus, ClusterMode, Link, SessionSnapshot } from '../snapshot.ts';
import type { LogFloods } from '../talkers/log-floods.ts';
import { steadyLink } from './link.ts';
import { reuseIfEqual, sameItems } from './reuse-if-equal.ts';
import type { ObjectWatches, WatchedObjects } from './watch-objects.ts';

export type RestData = {
  readonly flinkVersion?: string | undefined;
  readonly counts?: ClusterCounts | undefined;
  readonly jobs?: readonly JobRow[] | undefined;
  readonly taskManagers?: readonly TaskManager[] | undefined;
};

/** The data that snapshots are derived from. */
export type SessionSources = {
  readonly watches: Pick<ObjectWatches, 'objects' | 'states'>;
  readonly restData: RestData;
  readonly readings: Readings;
  readonly loads: ReadonlyMap<string, LoadState>;
  readonly subtaskLoads: ReadonlyMap<string, SubtaskLoads>;
  readonly eventTimes: ReadonlyMap<string, EventTimeHistory>;
  readonly collectMemory: (sources: MemorySources) => ClusterMemory;
  readonly forwards: readonly Forward[];
  /** Error of the last poll if it returned no jobs. */
  readonly jobsFailure?: string | undefined;
  readonly restRespondedAt: number | undefined;
  readonly taskManagersReadAt: number | undefined;
  readonly links: { readonly kubernetes: Link; readonly rest: Link };
  /** Logging backend of the leading JobManager; undefined while unknown. */
  readonly backend?: LoggingBackend | undefined;
  /** Reasons that JobManagers logged for releasing TaskManagers, by pod name. */
  readonly releaseReasons: ReadonlyMap<string, ReleaseReason>;
  /** The status that a JobManager logged when it ended. */
  readonly applicationStatus?: ApplicationStatus | undefined;
  readonly logFloods?: LogFloods | undefined;
  /** Whether the snapshot contains the watched objects. */
  readonly needsObjects?: boolean;
  readonly now: number;
};

/** Returns a function that derives each snapshot from the previous one, so that unchanged parts keep their identity. */
export function createSnapshots(
  target: SessionTarget,
  server: Pick<KubernetesApi, 'context' | 'server' | 'insecureReason'>,
): (sources: SessionSources) => SessionSnapshot {
  const pickEvents = createEventPicker(target.clusterId);
  let mode: ClusterMode = 'unknown';
  let joinedPods: JoinedPods = noPods;
  let podObjects: PodObjects = noPodObjects;
  let settings = { configMap: undefined as ConfigMap | undefined, ...defaultFlinkSettings };
  let logging: {
    configMap?: ConfigMap | undefined;
    backend?: LoggingBackend | undefined;
    value?: SessionLogging | undefined;
  } = {};
  let jobs: { readonly answered?: RestData['jobs']; readonly sorted?: SessionSnapshot['jobs'] } = {};
  let previous: SessionSnapshot | undefined;

  return ({
    watches,
    restData,
    readings,
    loads,
    subtaskLoads,
    eventTimes,
    collectMemory,
    forwards,
    jobsFailure,
    links,
    backend,
    releaseReasons,
    now,
    ...rest
  }) => {
    const { applicationStatus, logFloods, needsObjects = false, ...answeredAt } = rest;
    const { pods, deployments, services, configmaps, events } = watches.objects;
    const named = (name: string) => configmaps?.find(({ metadata }) => metadata?.name === name);
    const flinkConfig = named(flinkConfigMapName(target.clusterId));
    if (flinkConfig !== settings.configMap) settings = { configMap: flinkConfig, ...readFlinkSettings(flinkConfig) };
    if (flinkConfig !== logging.configMap || backend !== logging.backend) {
      logging = { configMap: flinkConfig, backend, value: readSessionLogging(flinkConfig, backend) };
    }

    const deployment = deployments?.[0] && describeDeployment(deployments[0]);
    mode = deployment?.mode ?? mode;
    const restService = services?.find(({ metadata }) => metadata?.name === restServiceName(target.clusterId));
    const isConfigAwaited = watches.states.configmaps.state === 'connecting';
    const authentication =
      flinkConfig === undefined && isConfigAwaited ? 'not read yet' : restAuthentication(flinkConfig && settings);
    const service = restService && describeService(restService, jobManagerPods(pods ?? []), authentication);
    const haConfigMap = named(haConfigMapName(target.clusterId));
    // HA ConfigMaps outlive the cluster, so prefer the cluster's configuration if it can be read.
    const highAvailability =
      flinkConfig === undefined
        ? haConfigMap !== undefined || (deployment?.replicas ?? 1) > 1
        : settings.highAvailability !== undefined;
    const leader = leadingJobManager(pods ?? [], highAvailability ? haConfigMap : undefined)?.metadata?.name;
    const sessionEvents = pickEvents(events ?? []);
    if (pods !== undefined) {
      const { taskManagers } = restData;
      const { idleTimeout } = settings;
      const isRestDenied = links.rest.state === 'denied';
      const isDeploymentGone = deployments?.length === 0;
      const podContext = { now, ...answeredAt, isRestDenied, highAvailability, leader, isDeploymentGone, idleTimeout };
      joinedPods = joinPods(joinedPods, { ...podContext, pods, taskManagers, events: sessionEvents, releaseReasons });
      podObjects = keepPodObjects(podObjects, pods, joinedPods.rows);
    }

    const problems = findClusterProblems(deployment, pods ?? [], { now, restRespondedAt: answeredAt.restRespondedAt });
    // Sort the jobs only when they change, because snapshots are derived far more often.
    if (restData.jobs !== jobs.answered) {
      jobs = { answered: restData.jobs, sorted: restData.jobs && sortJobs(previous?.jobs, restData.jobs) };
    }
    const next: SessionSnapshot = {
      clusterId: target.clusterId,
      namespace: target.namespace,
      context: server.context,
      server: server.server,
      insecureReason: server.insecureReason,
      flinkVersion: restData.flinkVersion,
      links: reuseIfEqual(previous?.links, {
        kubernetes: steadyLink(previous?.links.kubernetes, links.kubernetes),
        rest: steadyLink(previous?.links.rest, links.rest),
      }),
      watches: watches.states,
      pods: pods && joinedPods.rows,
      podObjects: podObjects.byUid,
      deployment: deployment && reuseIfEqual(previous?.deployment, deployment),
      mode,
      applicationStatus,
      service: service && reuseIfEqual(previous?.service, service),
      problems: reuseIfEqual(previous?.problems, problems),
      presence: presenceOf(watches.objects, target.clusterId),
      highAvailability,
      haConfigMaps: reuseIfEqual(previous?.haConfigMaps, haNames(configmaps, target.clusterId)),
      leader,
      overview: restData.counts && reuseIfEqual(previous?.overview, restData.counts),
      jobs: jobs.sorted,
      jobsFailure,
      readings,
      loads,
      subtaskLoads,
      eventTimes,
      memory:
        pods === undefined
          ? noMemory
          : collectMemory({ pods: joinedPods.rows, leader, jobs: jobs.sorted, readings, now }),
      forwards: reuseIfEqual(previous?.forwards, forwards),
      configuration: flinkConfig && settings.options,
      objects: needsObjects
        ? sameObjects(previous?.objects, { deployment: deployments?.[0], configMaps: configmaps, pods })
        : undefined,
      logging: logging.value && reuseIfEqual(previous?.logging, logging.value),
      logFloods,
      events: previous !== undefined && sameItems(previous.events, sessionEvents) ? previous.events : sessionEvents,
    };
    previous = previous !== undefined && isSameSnapshot(previous, next) ? previous : next;
    return previous;
  };
}

function sameObjects(previous: SessionObjects | undefined, next: SessionObjects): SessionObjects {
  const { deployment, configMaps, pods } = previous ?? {};
  const isSame = deployment === next.deployment && configMaps === next.configMaps && pods === next.pods;
  return isSame && previous !== undefined ? previous : next;
}

function presenceOf({ deployments, services }: WatchedObjects, clusterId: string): SessionSnapshot['presence'] {
  if (deployments !== undefined) return deployments.length > 0 ? 'present' : 'missing';
  if (services === undefined) return 'unknown';
  const hasRestService = services.some(({ metadata }) => metadata?.name === restServiceName(clusterId));
  return hasRestService ? 'present' : 'missing';
}

function haNames(configmaps: readonly ConfigMap[] = [], clusterId: string): readonly string[] {
  return configmaps
    .filter((configMap) => isHaConfigMap(clusterId, configMap))
    .map(({ metadata }) => metadata?.name ?? '')
    .sort();
}

function sortJobs(
  previous: SessionSnapshot['jobs'],
  answered: NonNullable<SessionSnapshot['jobs']>,
): NonNullable<SessionSnapshot['jobs']> {
  const jobs = answered.toSorted(inJobOrder);
  return previous !== undefined && sameItems(previous, jobs) ? previous : jobs;
}

function isSameSnapshot(a: SessionSnapshot, b: SessionSnapshot): boolean {
  return (Object.keys(b) as (keyof SessionSnapshot)[]).every((key) => a[key] === b[key]);
}
