import type { ClusterOverview, JobOverview, JobState } from '../flink/answers.ts';
import { deploymentName } from '../flink/names.ts';
import type { Deployment } from '../kubernetes/objects.ts';
import { resources } from '../kubernetes/resource.ts';
import { describeDeployment } from '../session/describe-deployment.ts';
import type { Link, SessionDeployment } from '../session/snapshot.ts';
import { formatDuration } from '../text/duration.ts';
import { printable } from '../text/printable.ts';
import { utcTime } from '../text/utc-time.ts';
import { attempt } from './attempt.ts';
import { clusterPods, haConfigMaps, nameOf } from './cluster-objects.ts';
import { command, type Plan, type Services } from './command.ts';
import { describeError } from './describe-error.ts';
import { leadingPod } from './leading-pod.ts';
import { readAtOnce, readPlan } from './reading.ts';

/** Each part is an error where it could not be read: the rest is told all the same. */
type Status = {
  readonly clusterId: string;
  readonly namespace: string;
  readonly context: string;
  readonly server: string;
  readonly deployment: SessionDeployment | Error;
  readonly overview: ClusterOverview | Error;
  readonly rest: Link;
  readonly jobs: readonly JobOverview[] | Error;
  readonly leader: string | undefined;
  readonly highAvailability: readonly string[] | Error;
};

export const status = command<Plan, Status>({
  name: 'status',
  summary: 'tell how the session cluster stands',
  description:
    'Tells of the session cluster as a whole: its deployment and who owns it, the leading JobManager, by which way ' +
    "Flink's REST API is reached and how fast, slots, jobs by state, and high availability. What cannot be read says " +
    'why, and is no failure.\n\n' +
    'JSON: one object; a part that could not be read is an object with the key error.',
  group: 'cluster',
  examples: ['status'],
  needs: 'read',
  arguments: [],
  options: [],
  keys: [],
  rules: [],
  available: () => true,
  plan: async () => readPlan('tell how the session cluster stands', {}),
  run: readAtOnce(readStatus),
  render: {
    text: (status, { now }) => {
      const rows = rowsOf(status, now);
      const width = Math.max(...rows.map(([name]) => name.length)) + 2;
      return rows.map(([name, value]) => `${name.padEnd(width)}${printable(value)}`).join('\n');
    },
    json: asData,
    names: ({ clusterId }) => [clusterId],
  },
});

async function readStatus({ connection }: Services, _plan: Plan, signal: AbortSignal): Promise<Status> {
  const { kubernetes, flink, target } = connection;
  const { clusterId, namespace } = target;
  const path = { resource: resources.deployments, namespace, name: deploymentName(clusterId) };
  const [deployment, pods, configMaps, overview, jobs] = await Promise.all([
    attempt(kubernetes.get<Deployment>(path, signal), signal),
    attempt(clusterPods(connection, signal), signal),
    attempt(haConfigMaps(connection, signal), signal),
    attempt(flink.overview(signal), signal),
    attempt(flink.jobs(signal), signal),
  ]);
  const canTellLeader = !(pods instanceof Error || configMaps instanceof Error);
  return {
    clusterId,
    namespace,
    context: kubernetes.context,
    server: kubernetes.server,
    deployment: deployment instanceof Error ? deployment : describeDeployment(deployment),
    overview,
    rest: connection.restLink(),
    jobs,
    leader: canTellLeader ? leadingPod(clusterId, pods, configMaps) : undefined,
    highAvailability: configMaps instanceof Error ? configMaps : configMaps.map(nameOf),
  };
}

function rowsOf(status: Status, now: number): readonly (readonly [string, string])[] {
  const { clusterId, namespace, context, server, overview } = status;
  return [
    ['cluster-id', clusterId],
    ['namespace', namespace],
    ['context', context],
    ['server', server],
    ['Flink', tell(overview, ({ flinkVersion }) => flinkVersion)],
    ['deployment', tell(status.deployment, (deployment) => deploymentText(deployment, now))],
    ['owner', tell(status.deployment, ({ owner }) => (owner ? `${owner.kind} ${owner.name}` : 'none'))],
    ['leader', status.leader ?? 'not known'],
    ['REST API', linkText(status.rest, now)],
    ['slots', tell(overview, slotsText)],
    ['jobs', tell(status.jobs, (jobs) => jobsText(countByState(jobs)))],
    [
      'high availability',
      tell(status.highAvailability, (names) => (names.length === 0 ? 'off' : `on: ${names.join(', ')}`)),
    ],
  ];
}

function tell<T>(part: T | Error, text: (part: T) => string): string {
  return part instanceof Error ? `not known: ${describeError(part).message}` : text(part);
}

function deploymentText({ readyReplicas, replicas, createdAt, image }: SessionDeployment, now: number): string {
  return `${readyReplicas}/${replicas} JobManagers ready, ${formatDuration(now - createdAt)} old, image ${image ?? 'not known'}`;
}

function slotsText({ slotsAvailable, slotsTotal, taskManagers }: ClusterOverview): string {
  return `${slotsAvailable} of ${slotsTotal} free on ${taskManagers} TaskManagers`;
}

function linkText(link: Link, now: number): string {
  switch (link.state) {
    case 'live':
      return `answers in ${Math.round(link.latencyMs)} ms${link.via === undefined ? '' : ` by ${link.via}`}`;
    case 'connecting':
      return 'not asked yet';
    case 'stale':
      return `no answer for ${formatDuration(now - link.since)}: ${link.reason}`;
    case 'denied':
      return `refused: ${link.reason}`;
  }
}

function countByState(jobs: readonly JobOverview[]): { readonly [state in JobState]?: number } {
  const counts: { [state in JobState]?: number } = {};
  for (const { state } of jobs) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function jobsText(counts: { readonly [state: string]: number }): string {
  const parts = Object.entries(counts).map(([state, count]) => `${count} ${state}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}

function asData(status: Status): unknown {
  const { clusterId, namespace, context, server, overview, deployment, jobs, highAvailability } = status;
  return {
    clusterId,
    namespace,
    context,
    server,
    flinkVersion: overview instanceof Error ? null : overview.flinkVersion,
    deployment: orError(deployment, ({ createdAt, ...rest }) => ({ ...rest, createdAt: utcTime(createdAt) })),
    leader: status.leader ?? null,
    rest: linkAsData(status.rest),
    slots: orError(overview, ({ slotsTotal, slotsAvailable }) => ({ total: slotsTotal, free: slotsAvailable })),
    taskManagers: orError(overview, ({ taskManagers }) => taskManagers),
    jobs: orError(jobs, countByState),
    highAvailability: orError(highAvailability, (configMaps) => ({ enabled: configMaps.length > 0, configMaps })),
  };
}

function linkAsData(link: Link): unknown {
  const { state, since } = link;
  const more = link.state === 'live' ? { via: link.via ?? null, latencyMs: link.latencyMs } : {};
  const reason = 'reason' in link ? { reason: link.reason } : {};
  return { state, since: utcTime(since), ...more, ...reason };
}

function orError<T>(part: T | Error, data: (part: T) => unknown): unknown {
  return part instanceof Error ? { error: describeError(part).message } : data(part);
}
