import type { DemoScenario } from '../demo.ts';
import { chattyJob, clickCount, orderEnrichment, quietJob, stateMachine, topSpeed, wordCount } from './cast.ts';
import type { Clock } from './clock.ts';
import { type Cluster, createCluster } from './cluster.ts';
import type { Node } from './node.ts';
import type { ClusterSettings } from './settings.ts';
import type { World } from './world.ts';

/** How much of the clusters' life there was before anybody looked, simulated. */
export const pastMs = 600_000;

export type Scenario = {
  /** The session cluster that the demo is about. */
  readonly session: Cluster;
  /** That one, an application cluster beside it, and a session cluster without jobs in another namespace. */
  readonly clusters: readonly Cluster[];
};

/** Clusters as they are after ten minutes of life. */
export function playScenario(options: DemoScenario, world: World, node: Node): Scenario {
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

  const session = createCluster(settings, world, node, { taskManagersAtOnce: extraTaskManagers });
  const applicationSettings = {
    ...neighbour(settings, 'fraud-detection', 'default', 'application'),
    applicationStays: options.applicationStays ?? false,
  };
  const application = createCluster(applicationSettings, world, node);
  const idle = createCluster(neighbour(settings, 'nightly-reports', 'analytics', 'session'), world, node);
  world.clock.pass(10_000);

  application.submit({ ...stateMachine, name: 'Fraud detection', parallelism: 1 });
  for (let index = 1; index <= extraJobs; index += 1) {
    session.submit(quietJob(index, Math.max(1, Math.floor(extraTaskManagers / extraJobs))));
  }
  if (options.jobs !== 'none') playCast(session, world.clock);
  if (options.logLinesPerSecond !== undefined) {
    world.clock.pass(pastMs);
    session.submit(chattyJob(options.logLinesPerSecond));
  }
  return { session, clusters: [session, application, idle] };
}

/** One job that finished, one that was cancelled just now, so that its TaskManager idles, and three that run. */
function playCast(session: Cluster, clock: Clock): void {
  session.submit(wordCount);
  clock.pass(50_000);
  session.submit(stateMachine);
  clock.pass(20_000);
  const cancelled = session.submit(clickCount);
  clock.pass(30_000);
  session.submit(topSpeed);
  clock.pass(40_000);
  session.submit(orderEnrichment);
  clock.pass(440_000);
  session.jobManager()?.job(cancelled)?.cancel();
}

function sessionSettings(options: DemoScenario): ClusterSettings {
  const { clusterId = 'my-first-flink-cluster', namespace = 'default', extraTaskManagers = 0 } = options;
  return {
    clusterId,
    namespace,
    flinkVersion: options.flinkVersion ?? '2.3.0',
    mode: 'session',
    highAvailability: options.highAvailability ?? false,
    hasSavepointDirectory: options.savepointDirectory ?? true,
    operatorOwned: options.operatorOwned ?? false,
    logging: options.logging ?? 'stock',
    slotsPerTaskManager: 1,
    minimumSlots: extraTaskManagers,
  };
}

const neighbour = (
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
