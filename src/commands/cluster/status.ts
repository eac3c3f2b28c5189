import type { JobOverview, JobState } from '../../flink/responses.ts';
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
import { readOnlyPlan, runWithoutProgress } from '../record/plan/read-only-plan.ts';
import { readSnapshot, type SnapshotResult } from '../record/read-snapshot.ts';

export const status = command<Plan, SnapshotResult>({
  name: 'status',
  summary: 'Show cluster status',
  description:
    "Show the Deployment and its owner, the leading JobManager, and the transport and latency of Flink's REST API. Also " +
    'show slots, jobs by state, and high availability. A section that cannot be read shows the reason, and the command ' +
    'still succeeds.\n\n' +
    'JSON: one object with clusterId, namespace, context, server, flinkVersion, deployment, problems, leader, rest, ' +
    'service, slots, taskManagers, jobs (count by state) and highAvailability. A section that cannot be read is an ' +
    'object with the key error.',
  group: 'cluster',
  examples: ['status'],
  needs: 'read',
  arguments: [],
  options: [],
  keys: [],
  rules: [],
  available: () => true,
  plan: async () => readOnlyPlan('Show cluster status', {}),
  run: runWithoutProgress((services, _plan, signal) => readSnapshot(services, signal)),
  render: {
    text: (result, { now }) => {
      const rows = rowsOf(result, now);
      const width = largest(rows.map(([name]) => name.length)) + 2;
      return rows.map(([name, value]) => `${name.padEnd(width)}${printable(value)}`).join('\n');
    },
    json: statusData,
    names: ({ snapshot }) => [snapshot.clusterId],
  },
});

function rowsOf({ snapshot, errors }: SnapshotResult, now: number): readonly (readonly [string, string])[] {
  const { clusterId, namespace, context, flinkVersion, overview, deployment, jobs } = snapshot;
  // The REST API row already shows this reason, so other rows do not repeat it.
  const restReason = 'reason' in snapshot.links.rest ? snapshot.links.rest.reason : undefined;
  const unlessRest = (error: Error | undefined) => (error?.message === restReason ? undefined : error);
  return [
    ['cluster-id', clusterId],
    ['namespace', namespace],
    ['context', context],
    ['server', serverText(snapshot)],
    ['Flink', formatSection(flinkVersion, unlessRest(errors.config), (version) => version)],
    ['kind', kindText(deployment?.mode ?? 'unknown')],
    ['deployment', formatSection(deployment, errors.deployment, (known) => deploymentText(known, now))],
    [
      'owner',
      formatSection(deployment, errors.deployment, ({ owner }) => (owner ? `${owner.kind} ${owner.name}` : 'none')),
    ],
    ...problemRows(snapshot, now),
    ['leader', leaderText(snapshot, errors.pods ?? errors.configmaps)],
    ['REST API', linkText(snapshot.links.rest, now)],
    ['Service', formatSection(snapshot.service, errors.service, serviceText)],
    ...riskRows(snapshot.service),
    ['slots', formatSection(overview, unlessRest(countError(errors)), slotsText)],
    ['jobs', formatSection(jobs, unlessRest(errors.jobs), (known) => jobsText(countByState(known)))],
    ['high availability', formatSection(snapshot, errors.configmaps, haText)],
  ];
}

/** Returns the reason for unknown counts. The counts need the lists of TaskManagers and jobs. */
function countError({ taskManagers, jobs }: SnapshotResult['errors']): Error | undefined {
  return taskManagers ?? jobs;
}

/** Rows below the Deployment: problems and their next steps. */
function problemRows(snapshot: SessionSnapshot, now: number): readonly (readonly [string, string])[] {
  return snapshot.problems
    .map((problem) => describeProblem(problem, snapshot, now))
    .flatMap(({ message, next }) => [`warning: ${message}`, ...(next === undefined ? [] : [`→ ${next}`])])
    .map((text) => ['', text]);
}

/** A JobManager that has not responded yet does not count as the leader. */
function leaderText({ leader, pods, problems }: SessionSnapshot, error: Error | undefined): string {
  const row = pods?.find(({ name }) => name === leader);
  if (row !== undefined && row.status !== 'leader') return `none: ${row.name} is ${row.status}, ${row.reason}`;
  if (leader === undefined && error === undefined && problems.length > 0) return 'none: no JobManager is running';
  return formatSection(leader, error, (name) => name);
}

function formatSection<T>(section: T | undefined, error: Error | undefined, format: (section: T) => string): string {
  if (error !== undefined) return `unknown: ${describeError(error).message}`;
  return section === undefined ? 'unknown' : format(section);
}

function serverText({ server, insecureReason }: SessionSnapshot): string {
  return insecureReason === undefined
    ? server
    : `${server}, insecure: certificates are not verified (${insecureReason})`;
}

function serviceText({ type, address, reach }: ServiceExposure): string {
  return address === undefined ? `${type}: ${reach}` : `${type} at ${address}: ${reach}`;
}

/** Rows below the Service: its risk and the next step. */
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
  if (mode === 'application') return 'application cluster (ends with its job)';
  return mode === 'session' ? 'session cluster' : 'unknown';
}

function deploymentText({ readyReplicas, replicas, createdAt, image }: SessionDeployment, now: number): string {
  return `${readyReplicas}/${replicas} ${replicas === 1 ? 'JobManager' : 'JobManagers'} ready, ${formatDuration(now - createdAt)} old, image ${image ?? 'unknown'}`;
}

function slotsText({ slotsAvailable, slotsTotal, taskManagers }: ClusterCounts): string {
  return `${slotsAvailable} of ${slotsTotal} free on ${taskManagers} ${taskManagers === 1 ? 'TaskManager' : 'TaskManagers'}`;
}

function linkText(link: Link, now: number): string {
  switch (link.state) {
    case 'live':
    case 'slow':
      return `responds in ${Math.round(link.latencyMs)} ms${link.via === undefined ? '' : ` via ${link.via}`}${unverified(link)}`;
    case 'connecting':
      return 'connecting';
    case 'stale':
      return `no response for ${formatDuration(now - link.since)}: ${link.reason}`;
    case 'denied':
      return `access denied: ${link.reason}`;
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
  const texts = Object.entries(counts).map(([state, count]) => `${count} ${state}`);
  return texts.length === 0 ? 'none' : texts.join(', ');
}

function statusData({ snapshot, errors }: SnapshotResult): unknown {
  const { clusterId, namespace, context, server, flinkVersion, overview, deployment, jobs } = snapshot;
  return {
    clusterId,
    namespace,
    context,
    server,
    flinkVersion: flinkVersion ?? null,
    deployment: sectionData(deployment, errors.deployment, ({ createdAt, beingDeletedSince, ...rest }) => ({
      ...rest,
      createdAt: utcTime(createdAt),
      beingDeletedSince: beingDeletedSince === undefined ? null : utcTime(beingDeletedSince),
    })),
    problems: problemsAsData(snapshot),
    leader: snapshot.leader ?? null,
    rest: linkAsData(snapshot.links.rest),
    service: sectionData(snapshot.service, errors.service, ({ type, address, reach, risk }) => ({
      type,
      address: address ?? null,
      reach,
      warning: risk ?? null,
    })),
    slots: sectionData(overview, countError(errors), ({ slotsTotal, slotsAvailable }) => ({
      total: slotsTotal,
      free: slotsAvailable,
    })),
    taskManagers: sectionData(overview, countError(errors), ({ taskManagers }) => taskManagers),
    jobs: sectionData(jobs, errors.jobs, countByState),
    highAvailability: sectionData(snapshot, errors.configmaps, ({ highAvailability, haConfigMaps }) => ({
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
  const latency = 'latencyMs' in link ? { via: link.via ?? null, latencyMs: link.latencyMs } : {};
  const reason = 'reason' in link ? { reason: link.reason } : {};
  return { state, since: utcTime(since), ...latency, ...reason };
}

function sectionData<T>(section: T | undefined, error: Error | undefined, convert: (section: T) => unknown): unknown {
  if (error !== undefined) return { error: describeError(error).message };
  return section === undefined ? null : convert(section);
}
