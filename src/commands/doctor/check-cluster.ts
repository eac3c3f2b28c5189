import { restServiceName } from '../../flink/names.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import { findNearMisses } from '../../session/attach/find-near-misses.ts';
import { SessionNotFound } from '../../session/attach/session-not-found.ts';
import { describeProblem } from '../../session/cluster/describe-problem.ts';
import type { Services } from '../record/command.ts';
import type { SnapshotResult } from '../record/read-snapshot.ts';
import { shellCommand } from '../record/shell-command.ts';
import { createErrorFinding, createFinding, type Finding } from './finding.ts';

const notAllowed = (check: string, object: string) =>
  createFinding(check, 'skipped', `not allowed to read the ${object}`, { next: 'See the permission checks' });

/** Checks the Deployment and the REST Service. */
export async function checkCluster(
  services: Services,
  result: SnapshotResult,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  return [await checkDeployment(services, result, signal), checkService(services, result)];
}

async function checkDeployment(
  { connection: { kubernetes, target }, now }: Services,
  { snapshot: { deployment, problems }, errors }: SnapshotResult,
  signal: AbortSignal,
): Promise<Finding> {
  const check = 'session cluster';
  const error = errors.deployment;
  if (isKind(error, 'forbidden')) return notAllowed(check, 'Deployment');
  if (isKind(error, 'not-found')) {
    const { clusterId, namespace } = target;
    const notFound = new SessionNotFound(clusterId, namespace, await findNearMisses(kubernetes, target, signal));
    return createErrorFinding(check, notFound, '');
  }
  if (error !== undefined || deployment === undefined) {
    return createErrorFinding(check, error, 'Try again in a moment');
  }
  const { mode, readyReplicas, replicas, owner, beingDeletedSince } = deployment;
  const kind = mode === 'application' ? 'an application cluster' : 'a session cluster';
  const ownerText = owner === undefined ? '' : `, owned by ${owner.kind} ${owner.name}`;
  const message = `${kind}, ${readyReplicas} of ${replicas} ${replicas === 1 ? 'JobManager' : 'JobManagers'} ready${ownerText}`;
  const isReady = readyReplicas >= replicas && replicas > 0;
  const descriptions = problems.map((problem) => describeProblem(problem, target, now()));
  if (isReady && beingDeletedSince === undefined && problems.length === 0) return createFinding(check, 'ok', message);
  // Between two crashes, a JobManager is ready for seconds.
  const hasOnlyCrashed = replicas === 1 && problems.some(({ kind }) => kind === 'crashed');
  return createFinding(
    check,
    readyReplicas === 0 || hasOnlyCrashed ? 'failed' : 'warning',
    [message, ...descriptions.map((problem) => problem.message)].join('; '),
    {
      next:
        descriptions.map(({ next }) => next).find((next) => next !== undefined) ??
        `Find the reason with ${shellCommand('pods', target, '-o', 'wide')}`,
    },
  );
}

function checkService(
  { connection: { target } }: Services,
  { errors, snapshot: { service } }: SnapshotResult,
): Finding {
  const check = 'REST Service';
  if (isKind(errors.deployment, 'not-found')) {
    return createFinding(check, 'skipped', 'session cluster not found');
  }
  if (isKind(errors.service, 'forbidden')) return notAllowed(check, 'Service');
  if (service === undefined) {
    const error = errors.service ?? new Error(`no Service ${restServiceName(target.clusterId)}`);
    return createErrorFinding(check, error, 'Deploy the cluster again: Flink creates the Service with the Deployment');
  }
  const { type, address, reach, risk } = service;
  const exposure = `${type}${address === undefined ? '' : ` at ${address}`}: ${reach}`;
  if (risk === undefined) return createFinding(check, 'ok', exposure);
  return createFinding(check, 'warning', `${exposure}; ${risk.message}`, { next: risk.next });
}

function isKind(error: Error | undefined, kind: KubernetesError['kind']): boolean {
  return error instanceof KubernetesError && error.kind === kind;
}
