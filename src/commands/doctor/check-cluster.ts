import { restServiceName } from '../../flink/names.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import { findNearMisses } from '../../session/attach/find-near-misses.ts';
import { SessionNotFound } from '../../session/attach/session-not-found.ts';
import { describeProblem } from '../../session/cluster/describe-problem.ts';
import type { Services } from '../record/command.ts';
import type { SnapshotOnce } from '../record/read-snapshot.ts';
import { shellHint } from '../record/shell-hint.ts';
import { type Finding, failedFinding, finding } from './finding.ts';

const noRight = 'may not be read: see the rights';

/** The Deployment and the Service: what a session cluster is. */
export async function checkCluster(
  services: Services,
  reading: SnapshotOnce,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  return [await checkDeployment(services, reading, signal), checkService(services, reading)];
}

async function checkDeployment(
  { connection: { kubernetes, target }, now }: Services,
  { snapshot: { deployment, problems: clusterProblems }, problems }: SnapshotOnce,
  signal: AbortSignal,
): Promise<Finding> {
  const check = 'session cluster';
  const problem = problems.deployment;
  if (isKind(problem, 'forbidden')) return finding(check, 'skipped', noRight);
  if (isKind(problem, 'not-found')) {
    const { clusterId, namespace } = target;
    const error = new SessionNotFound(clusterId, namespace, await findNearMisses(kubernetes, target, signal));
    return failedFinding(check, error, '');
  }
  if (problem !== undefined || deployment === undefined) {
    return failedFinding(check, problem, 'Look again in a moment.');
  }
  const { mode, readyReplicas, replicas, owner, beingDeletedSince } = deployment;
  const kind = mode === 'application' ? 'an application cluster' : 'a session cluster';
  const keeper = owner === undefined ? '' : `, kept by ${owner.kind} ${owner.name}`;
  const told = `${kind}, ${readyReplicas} of ${replicas} ${replicas === 1 ? 'JobManager' : 'JobManagers'} ready${keeper}`;
  const isReady = readyReplicas >= replicas && replicas > 0;
  const texts = clusterProblems.map((problem) => describeProblem(problem, target, now()));
  if (isReady && beingDeletedSince === undefined) return finding(check, 'ok', told);
  return finding(
    check,
    readyReplicas > 0 ? 'warning' : 'failed',
    [told, ...texts.map(({ message }) => message)].join('; '),
    {
      next:
        texts.map(({ next }) => next).find((next) => next !== undefined) ??
        `${shellHint('pods', target, '-o', 'wide')} tells why.`,
    },
  );
}

function checkService(
  { connection: { target } }: Services,
  { problems, snapshot: { service } }: SnapshotOnce,
): Finding {
  const check = 'REST Service';
  if (isKind(problems.deployment, 'not-found')) {
    return finding(check, 'skipped', 'there is no session cluster that it would lead to');
  }
  if (isKind(problems.service, 'forbidden')) return finding(check, 'skipped', noRight);
  if (service === undefined) {
    const error = problems.service ?? new Error(`no Service ${restServiceName(target.clusterId)}`);
    return failedFinding(check, error, 'Flink makes it with the Deployment: deploy the cluster again to have it back.');
  }
  const { type, address, reach, risk } = service;
  const told = `${type}${address === undefined ? '' : ` at ${address}`}: ${reach}`;
  if (risk === undefined) return finding(check, 'ok', told);
  return finding(check, 'warning', `${told}; ${risk.message}`, { next: risk.next });
}

function isKind(error: Error | undefined, kind: KubernetesError['kind']): boolean {
  return error instanceof KubernetesError && error.kind === kind;
}
