import type { DemoScenario, DemoTrouble } from '../demo.ts';
import type { Clock } from './clock.ts';
import { type Cluster, createCluster } from './cluster.ts';
import { editOptions } from './edit-options.ts';
import type { Node } from './node.ts';
import {
  benchmarkJob,
  clickCountJob,
  orderEnrichmentJob,
  stateMachineJob,
  steadyRateJob,
  topSpeedJob,
  wideJob,
  wordCountJob,
} from './sample-jobs.ts';
import type { ClusterSettings } from './settings.ts';
import { troubledJobs } from './troubles/troubled-job.ts';
import type { World } from './world.ts';

/** Simulated age of the clusters when the demo starts. */
export const pastMs = 600_000;

export type Scenario = {
  /** The main session cluster. */
  readonly session: Cluster;
  /** The main cluster, an application cluster, an idle session cluster in another namespace, and further ones. */
  readonly clusters: readonly Cluster[];
};

/** Starts the clusters and simulates their history of ten minutes. */
export function startScenario(options: DemoScenario, world: World, node: Node): Scenario {
  const settings = sessionSettings(options);
  const { extraTaskManagers = 0, extraJobs = 0 } = options;
  for (const name of new Set(['default', 'kube-system', 'analytics', settings.namespace])) {
    world.create('namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
  }

  const session = createCluster(settings, world, node, { initialTaskManagers: extraTaskManagers });
  const applicationSettings = {
    ...otherClusterSettings(settings, 'fraud-detection', 'default', 'application'),
    keepApplicationCluster: options.keepApplicationCluster ?? false,
  };
  const application = createCluster(applicationSettings, world, node);
  const idle = createCluster(otherClusterSettings(settings, 'nightly-reports', 'analytics', 'session'), world, node);
  const more = options.hasMoreSessions
    ? [createCluster(otherClusterSettings(settings, 'clickstream', 'analytics', 'session'), world, node)]
    : [];
  world.clock.advance(10_000);
  if (settings.hasEditedOptions) world.clock.after(pastMs * 0.7, () => editOptions(world, settings));

  for (const cluster of more) for (const job of [clickCountJob, topSpeedJob]) cluster.submit(job);
  application.submit({ ...stateMachineJob, name: 'Fraud detection', parallelism: 1 });
  for (let index = 1; index <= extraJobs; index += 1) {
    session.submit(benchmarkJob(index, Math.max(1, Math.floor(extraTaskManagers / extraJobs))));
  }
  if (options.jobs !== 'none') runSampleJobs(session, world.clock, options);
  if (options.wideJobVertices !== undefined) session.submit(wideJob(options.wideJobVertices));
  if (options.logLinesPerSecond !== undefined) {
    world.clock.advance(pastMs);
    session.submit(steadyRateJob(options.logLinesPerSecond));
  }
  return { session, clusters: [session, application, idle, ...more] };
}

/**
 * Runs the sample jobs. One finishes, three keep running, and one is cancelled, so that a TaskManager is idle. With
 * `isSick`, also runs one job with each kind of trouble. Their last events are a minute ago.
 */
function runSampleJobs(session: Cluster, clock: Clock, { jobs, hasLeaks = false }: DemoScenario): void {
  const isSick = jobs === 'sick';
  const submitSick = (...troubles: readonly DemoTrouble[]) => {
    if (isSick) for (const trouble of troubles) session.submit(troubledJobs[trouble]);
  };
  session.submit(wordCountJob);
  clock.advance(50_000);
  session.submit(stateMachineJob);
  clock.advance(20_000);
  submitSick('growing-state');
  const cancelled = session.submit(clickCountJob);
  clock.advance(30_000);
  session.submit(topSpeedJob);
  submitSick('slow-sink', 'skew', 'blocked', 'expiring-checkpoints', 'silent-source', 'lag');
  clock.advance(40_000);
  session.submit(orderEnrichmentJob);
  if (hasLeaks) {
    session.submit(troubledJobs['heap-leak']);
    session.submit(troubledJobs['native-leak']);
  }
  clock.advance(350_000);
  submitSick('no-slots', 'oom-kill', 'log-flood');
  clock.advance(90_000);
  if (hasLeaks) submitReport(session, clock, 1);
  session.jobManager()?.job(cancelled)?.cancel();
}

const reportEveryMs = 45_000;
const maxReports = 7;

/** Submits a bounded job that leaks classes, again and again. */
function submitReport(session: Cluster, clock: Clock, number: number): void {
  if (session.jobManager() !== undefined) session.submit(troubledJobs['class-leak']);
  if (number < maxReports) clock.after(reportEveryMs, () => submitReport(session, clock, number + 1));
}

function sessionSettings(options: DemoScenario): ClusterSettings {
  const { clusterId = 'my-first-flink-cluster', namespace = 'default', extraTaskManagers = 0 } = options;
  return {
    clusterId,
    namespace,
    flinkVersion: options.flinkVersion ?? '2.3.0',
    mode: 'session',
    highAvailability: options.highAvailability ?? false,
    hasSavepointDirectory: options.hasSavepointDirectory ?? true,
    operatorOwned: options.operatorOwned ?? false,
    logging: options.logging ?? 'stock',
    hasProfiling: options.profiling ?? false,
    hasEditedOptions: options.hasEditedOptions ?? false,
    slotsPerTaskManager: 1,
    minimumSlots: extraTaskManagers,
  };
}

const otherClusterSettings = (
  { flinkVersion }: ClusterSettings,
  clusterId: string,
  namespace: string,
  mode: ClusterSettings['mode'],
): ClusterSettings => ({
  clusterId,
  namespace,
  flinkVersion,
  mode,
  highAvailability: false,
  hasSavepointDirectory: true,
  operatorOwned: false,
  logging: 'stock',
  slotsPerTaskManager: 1,
  minimumSlots: 0,
});
