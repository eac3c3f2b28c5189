import { utcTime } from '../../text/utc-time.ts';
import type { DemoObject } from '../contracts.ts';
import type { DemoRestRequest } from '../demo.ts';
import { createJobManager, type JobManager } from './job-manager.ts';
import { isTerminal, type Job, type JobSpec } from './jobs/job.ts';
import { createLeaderElection } from './leader-election.ts';
import { logJobManagerStart } from './logs/start-up.ts';
import { createJvm, jobManagerSizes } from './memory/jvm-process.ts';
import type { Node, PodProcess, RunningPod } from './node.ts';
import { flinkConfigMap } from './objects/config-map.ts';
import {
  deployment,
  deploymentStatus,
  jobManagerReplicas,
  replicaSet,
  replicaSetStatus,
} from './objects/deployment.ts';
import { jobManagerPod } from './objects/pod.ts';
import { internalService, restService } from './objects/service.ts';
import { randomSuffix } from './random.ts';
import { createRestServer, type RestMode, type RestServer } from './rest/rest-server.ts';
import type { JobMasterMode } from './rest/route.ts';
import { readRunningOptions } from './running-options.ts';
import { type ClusterSettings, restPort } from './settings.ts';
import { startJvm } from './start-jvm.ts';
import type { World } from './world.ts';

/** A simulated Flink cluster with its Deployment, pods and jobs. */
export type Cluster = {
  readonly settings: ClusterSettings;
  readonly submit: (spec: JobSpec) => string;
  /** The leading JobManager; undefined during an election. */
  readonly jobManager: () => JobManager | undefined;
  /** Deletes the Deployment and its dependents. The kubelet removes the pods once they have terminated. */
  readonly delete: () => void;
  readonly setRestMode: (mode: RestMode) => void;
  readonly setJobMasterMode: (jobId: string, mode: JobMasterMode | 'ok') => void;
  /** Returns all requests to the REST API so far. */
  readonly restRequests: () => readonly DemoRestRequest[];
  readonly close: () => void;
};

const jvmStartMs = 2500;
const applicationShutdownMs = 300;

export function createCluster(
  settings: ClusterSettings,
  world: World,
  node: Node,
  { initialTaskManagers = 0 }: { readonly initialTaskManagers?: number } = {},
): Cluster {
  const { clock, store } = world;
  const { clusterId, namespace } = settings;
  const podTemplateHash = randomSuffix(10);
  const restServers = new Set<RestServer>();
  const jobManagerPods = new Map<string, { isReady: boolean }>();
  let recoverableJobs: readonly Job[] = [];
  let jobManager: JobManager | undefined;
  let restMode: RestMode = 'ok';
  const jobMasters = new Map<string, JobMasterMode>();
  const restRequests: DemoRestRequest[] = [];
  let isDeleted = false;
  let hasShutDown = false;
  let desiredReplicas = jobManagerReplicas(settings);
  let remainingInitialTaskManagers = initialTaskManagers;

  const owner = world.create('deployments', deployment(settings));
  const createdReplicaSet = world.create('replicasets', replicaSet(settings, owner, podTemplateHash));
  const election = createLeaderElection(settings, world, startLeading);
  createObjects();
  for (let replica = 0; replica < desiredReplicas; replica += 1) startJobManagerPod();
  const stopScaling = store.subscribe(({ kind, type, object }) => {
    const { name, namespace: objectNamespace, deletionTimestamp } = object.metadata;
    const isOwn = kind === 'deployments' && type === 'MODIFIED' && name === clusterId && objectNamespace === namespace;
    if (isOwn && deletionTimestamp === undefined) scale((object.spec as { replicas: number }).replicas);
  });

  function createObjects(): void {
    const replicas = jobManagerReplicas(settings);
    const scaled = `Scaled up replica set ${createdReplicaSet.metadata.name} from 0 to ${replicas}`;
    world.recordEvent(owner, 'deployment-controller', 'ScalingReplicaSet', scaled);
    world.create('services', restService(settings, owner, `10.96.${randomByte()}.${randomByte()}`));
    if (!settings.highAvailability) world.create('services', internalService(settings, owner));
    world.create('configmaps', flinkConfigMap(settings, owner));
  }

  function startJobManagerPod(): void {
    const object = jobManagerPod(settings, createdReplicaSet, podTemplateHash, randomSuffix(5));
    const { name } = object.metadata;
    jobManagerPods.set(name, { isReady: false });
    node.start({
      object,
      start: runJobManager,
      onTerminating: () => {
        jobManagerPods.delete(name);
        if (!isDeleted && jobManagerPods.size < desiredReplicas) startJobManagerPod();
        updateStatus();
      },
    });
    world.recordEvent(createdReplicaSet, 'replicaset-controller', 'SuccessfulCreate', `Created pod: ${name}`);
    updateStatus();
  }

  /** Adds or removes JobManager pods, like the Deployment controller after a change of `spec.replicas`. */
  function scale(replicas: number): void {
    if (isDeleted || replicas === desiredReplicas) return;
    const previous = desiredReplicas;
    desiredReplicas = replicas;
    const change = replicas > previous ? 'up' : 'down';
    const message = `Scaled ${change} replica set ${createdReplicaSet.metadata.name} from ${previous} to ${replicas}`;
    world.recordEvent(owner, 'deployment-controller', 'ScalingReplicaSet', message);
    store.update('replicasets', namespace, createdReplicaSet.metadata.name, (object) => {
      Object.assign(object.spec as object, { replicas });
    });
    for (const name of [...jobManagerPods.keys()].slice(replicas)) node.stop(namespace, name);
    while (jobManagerPods.size < replicas) startJobManagerPod();
    updateStatus();
  }

  function updateStatus(): void {
    const replicas = jobManagerPods.size;
    const ready = [...jobManagerPods.values()].filter(({ isReady }) => isReady).length;
    store.update('replicasets', namespace, createdReplicaSet.metadata.name, (object) => {
      object.status = replicaSetStatus(replicas, ready);
    });
    store.update('deployments', namespace, clusterId, (object) => {
      object.status = deploymentStatus(desiredReplicas, replicas, ready, utcTime(clock.now()));
    });
  }

  function runJobManager(pod: RunningPod): PodProcess {
    let rest: RestServer | undefined;
    const entry = jobManagerPods.get(pod.name);
    if (entry) entry.isReady = true;
    updateStatus();
    const jvm = createJvm(clock, jobManagerSizes);
    const stopLogging = startJvm(pod, settings, 'jobmanager', clock);
    const runningOptions = readRunningOptions(pod, settings);
    const cancel = clock.after(jvmStartMs, () => {
      logJobManagerStart(pod.console, settings, pod.ip);
      rest = createRestServer({
        settings,
        clock,
        pod,
        options: runningOptions,
        jvm,
        jobManager: () => jobManager,
        mode: () => restMode,
        jobMasters,
        onRequest: (request) => restRequests.push(request),
      });
      restServers.add(rest);
      election.join(pod);
    });
    return {
      memory: (at) => jvm.numbers(at).container,
      connect: (port) => (port === restPort ? rest?.connect() : undefined),
      terminate: () => {
        cancel();
        if (entry) entry.isReady = false;
        updateStatus();
        pod.console.write('WARN', entrypointLogger, 'RECEIVED SIGNAL 15: SIGTERM. Shutting down as requested.');
        if (!hasShutDown) logShutdown(pod, 'UNKNOWN', 'Cluster entrypoint has been closed externally.');
        stopLogging();
        if (election.leader() === pod) stopLeading();
        election.leave(pod);
        if (!rest) return;
        restServers.delete(rest);
        rest.close();
      },
    };
  }

  function startLeading(pod: RunningPod): void {
    jobManager = createJobManager({
      settings,
      world,
      node,
      console: pod.console,
      deployment: owner,
      recoverableJobs,
      initialTaskManagers: remainingInitialTaskManagers,
      onCheckpoint: election.recordJob,
      onTerminal: (job) => {
        election.removeJob(job);
        if (settings.mode === 'application') endApplication(pod, job);
      },
    });
    remainingInitialTaskManagers = 0;
    for (const job of jobManager.jobs()) election.recordJob(job);
  }

  function logShutdown({ console }: RunningPod, status: string, diagnostics: string): void {
    const entrypoint = `Kubernetes${settings.mode === 'session' ? 'Session' : 'Application'}ClusterEntrypoint`;
    const message = `Shutting ${entrypoint} down with application status ${status}. Diagnostics ${diagnostics}.`;
    console.write('INFO', entrypointLogger, message);
  }

  /** Shuts down an application cluster after its job has ended. In Flink, the JobManager deletes the Deployment. */
  function endApplication(pod: RunningPod, { state }: Job): void {
    clock.after(applicationShutdownMs, () => {
      hasShutDown = true;
      logShutdown(pod, state === 'FINISHED' ? 'SUCCEEDED' : state, 'null');
      deleteCluster();
    });
  }

  function deleteCluster(): void {
    if (isDeleted) return;
    stopPods();
    // Stop the pods first, because the store keeps only terminating pods when it removes the Deployment.
    const { finalizers = [] } = store.get('deployments', namespace, clusterId)?.metadata ?? {};
    const isForeground = finalizers.includes('foregroundDeletion');
    const remove = () => store.remove('deployments', namespace, clusterId);
    if (!isForeground) remove();
    else whenPodsAreRemoved(remove);
  }

  function stopLeading(): void {
    const jobs = jobManager?.jobs() ?? [];
    recoverableJobs = settings.highAvailability ? jobs.filter((job) => !isTerminal(job)) : [];
    jobManager?.stop();
    jobManager = undefined;
  }

  function stopPods(): void {
    isDeleted = true;
    for (const { metadata } of podsOf(store.list('pods', namespace), clusterId)) node.stop(namespace, metadata.name);
  }

  return {
    settings,
    jobManager: () => jobManager,
    submit: (spec) => {
      if (!jobManager) throw new Error(`cannot submit a job to ${clusterId}: no leading JobManager`);
      const id = jobManager.submit(spec);
      const runner = jobManager.job(id);
      if (runner) election.recordJob(runner.job);
      return id;
    },
    delete: deleteCluster,
    setRestMode: (mode) => {
      restMode = mode;
    },
    setJobMasterMode: (jobId, mode) => {
      if (mode === 'ok') jobMasters.delete(jobId);
      else jobMasters.set(jobId, mode);
    },
    restRequests: () => [...restRequests],
    close: () => {
      stopScaling();
      for (const rest of restServers) rest.close();
    },
  };

  function whenPodsAreRemoved(callback: () => void): void {
    const unsubscribe = store.subscribe(({ kind, type }) => {
      if (kind !== 'pods' || type !== 'DELETED') return;
      if (podsOf(store.list('pods', namespace), clusterId).length > 0) return;
      unsubscribe();
      callback();
    });
  }
}

const entrypointLogger = 'org.apache.flink.runtime.entrypoint.ClusterEntrypoint';

const podsOf = (pods: readonly DemoObject[], clusterId: string): readonly DemoObject[] =>
  pods.filter(({ metadata }) => metadata.labels?.app === clusterId);

const randomByte = (): number => Math.floor(Math.random() * 254) + 1;
