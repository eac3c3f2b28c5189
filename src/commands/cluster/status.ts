import type { JobOverview, JobState } from '../../flink/answers.ts';
import { describeProblem } from '../../session/cluster/describe-problem.ts';
import type { ServiceExposure } from '../../session/cluster/describe-service.ts';
import type { ClusterCounts } from '../../session/readings/count-cluster.ts';
import type { ClusterMode, Link, SessionDeployment, SessionSnapshot } from '../../session/snapshot.ts';
import { formatDuration } from '../../text/duration.ts';
import { largest } from '../../text/largest.ts';
import { printable } from '../../text/printable.ts';
import { utcTime } from '../../text/utc-time.ts';
import { command, type Plan } from '../record/command.ts';
import { describeError } from '../record/describe-error.ts';
import { readAtOnce, readPlan } from '../record/read-plan.ts';
import { readSnapshot, type SnapshotOnce } from '../record/read-snapshot.ts';

export const status = command<Plan, SnapshotOnce>({
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
  run: readAtOnce((services, _plan, signal) => readSnapshot(services, signal)),
  render: {
    text: (reading, { now }) => {
      const rows = rowsOf(reading, now);
      const width = largest(rows.map(([name]) => name.length)) + 2;
      return rows.map(([name, value]) => `${name.padEnd(width)}${printable(value)}`).join('\n');
    },
    json: asData,
    names: ({ snapshot }) => [snapshot.clusterId],
  },
});

function rowsOf({ snapshot, problems }: SnapshotOnce, now: number): readonly (readonly [string, string])[] {
  const { clusterId, namespace, context, flinkVersion, overview, deployment, jobs } = snapshot;
  // Said once, of the link: what Flink does not tell has the same reason.
  const restReason = 'reason' in snapshot.links.rest ? snapshot.links.rest.reason : undefined;
  const ofFlink = (problem: Error | undefined) => (problem?.message === restReason ? undefined : problem);
  return [
    ['cluster-id', clusterId],
    ['namespace', namespace],
    ['context', context],
    ['server', serverText(snapshot)],
    ['Flink', tell(flinkVersion, ofFlink(problems.config), (version) => version)],
    ['kind', kindText(deployment?.mode ?? 'unknown')],
    ['deployment', tell(deployment, problems.deployment, (known) => deploymentText(known, now))],
    ['owner', tell(deployment, problems.deployment, ({ owner }) => (owner ? `${owner.kind} ${owner.name}` : 'none'))],
    ...problemRows(snapshot, now),
    ['leader', leaderText(snapshot, problems.pods ?? problems.configmaps)],
    ['REST API', linkText(snapshot.links.rest, now)],
    ['Service', tell(snapshot.service, problems.service, serviceText)],
    ...riskRows(snapshot.service),
    ['slots', tell(overview, ofFlink(countProblem(problems)), slotsText)],
    ['jobs', tell(jobs, ofFlink(problems.jobs), (known) => jobsText(countByState(known)))],
    ['high availability', tell(snapshot, problems.configmaps, haText)],
  ];
}

/** What is counted of both. */
function countProblem({ taskManagers, jobs }: SnapshotOnce['problems']): Error | undefined {
  return taskManagers ?? jobs;
}

/** Below the Deployment, what keeps the cluster from serving and what to do. */
function problemRows(snapshot: SessionSnapshot, now: number): readonly (readonly [string, string])[] {
  return snapshot.problems
    .map((problem) => describeProblem(problem, snapshot, now))
    .flatMap(({ message, next }) => [`warning: ${message}`, ...(next === undefined ? [] : [`→ ${next}`])])
    .map((text) => ['', text]);
}

/** A JobManager that has not answered yet is no leader. */
function leaderText({ leader, pods, problems }: SessionSnapshot, problem: Error | undefined): string {
  const row = pods?.find(({ name }) => name === leader);
  if (row !== undefined && row.status !== 'leader') return `none: ${row.name} is ${row.status}, ${row.reason}`;
  if (leader === undefined && problem === undefined && problems.length > 0) return 'none: no JobManager is running';
  return tell(leader, problem, (name) => name);
}

function tell<T>(part: T | undefined, problem: Error | undefined, text: (part: T) => string): string {
  if (problem !== undefined) return `not known: ${describeError(problem).message}`;
  return part === undefined ? 'not known' : text(part);
}

function serverText({ server, insecureReason }: SessionSnapshot): string {
  return insecureReason === undefined
    ? server
    : `${server}, insecure: certificates are not verified (${insecureReason})`;
}

function serviceText({ type, address, reach }: ServiceExposure): string {
  return address === undefined ? `${type}: ${reach}` : `${type} at ${address}: ${reach}`;
}

/** Below the Service, what is wrong with it and what to do. */
function riskRows({ risk }: Partial<ServiceExposure> = {}): readonly (readonly [string, string])[] {
  return risk === undefined
    ? []
    : [
        ['', `warning: ${risk.message}`],
        ['', `→ ${risk.next}`],
      ];
}

function haText({ highAvailability, haConfigMaps }: SessionSnapshot): string {
  return highAvailability ? `on: ${haConfigMaps.join(', ')}` : 'off';
}

function kindText(mode: ClusterMode): string {
  if (mode === 'application') return 'application cluster: it runs one job, and ends with it';
  return mode === 'session' ? 'session cluster' : 'not known';
}

function deploymentText({ readyReplicas, replicas, createdAt, image }: SessionDeployment, now: number): string {
  return `${readyReplicas}/${replicas} ${replicas === 1 ? 'JobManager' : 'JobManagers'} ready, ${formatDuration(now - createdAt)} old, image ${image ?? 'not known'}`;
}

function slotsText({ slotsAvailable, slotsTotal, taskManagers }: ClusterCounts): string {
  return `${slotsAvailable} of ${slotsTotal} free on ${taskManagers} ${taskManagers === 1 ? 'TaskManager' : 'TaskManagers'}`;
}

function linkText(link: Link, now: number): string {
  switch (link.state) {
    case 'live':
    case 'slow':
      return `answers in ${Math.round(link.latencyMs)} ms${link.via === undefined ? '' : ` by ${link.via}`}${unverified(link)}`;
    case 'connecting':
      return 'not asked yet';
    case 'stale':
      return `no answer for ${formatDuration(now - link.since)}: ${link.reason}`;
    case 'denied':
      return `refused: ${link.reason}`;
  }
}

function unverified({ isUnverified }: Extract<Link, { latencyMs: number }>): string {
  return isUnverified ? ", insecure: the API server does not check Flink's certificate" : '';
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

function asData({ snapshot, problems }: SnapshotOnce): unknown {
  const { clusterId, namespace, context, server, flinkVersion, overview, deployment, jobs } = snapshot;
  return {
    clusterId,
    namespace,
    context,
    server,
    flinkVersion: flinkVersion ?? null,
    deployment: data(deployment, problems.deployment, ({ createdAt, beingDeletedSince, ...rest }) => ({
      ...rest,
      createdAt: utcTime(createdAt),
      beingDeletedSince: beingDeletedSince === undefined ? null : utcTime(beingDeletedSince),
    })),
    problems: problemsAsData(snapshot),
    leader: snapshot.leader ?? null,
    rest: linkAsData(snapshot.links.rest),
    service: data(snapshot.service, problems.service, ({ type, address, reach, risk }) => ({
      type,
      address: address ?? null,
      reach,
      warning: risk ?? null,
    })),
    slots: data(overview, countProblem(problems), ({ slotsTotal, slotsAvailable }) => ({
      total: slotsTotal,
      free: slotsAvailable,
    })),
    taskManagers: data(overview, countProblem(problems), ({ taskManagers }) => taskManagers),
    jobs: data(jobs, problems.jobs, countByState),
    highAvailability: data(snapshot, problems.configmaps, ({ highAvailability, haConfigMaps }) => ({
      enabled: highAvailability,
      configMaps: haConfigMaps,
    })),
  };
}

function problemsAsData(snapshot: SessionSnapshot): unknown {
  const readAt = snapshot.links.kubernetes.since;
  return snapshot.problems.map((problem) => {
    const { message, next } = describeProblem(problem, snapshot, readAt);
    return { kind: problem.kind, message, next: next ?? null };
  });
}

function linkAsData(link: Link): unknown {
  const { state, since } = link;
  const more = 'latencyMs' in link ? { via: link.via ?? null, latencyMs: link.latencyMs } : {};
  const reason = 'reason' in link ? { reason: link.reason } : {};
  return { state, since: utcTime(since), ...more, ...reason };
}

function data<T>(part: T | undefined, problem: Error | undefined, shape: (part: T) => unknown): unknown {
  if (problem !== undefined) return { error: describeError(problem).message };
  return part === undefined ? null : shape(part);
}
