import { finalizerHint, heldBy } from '../../session/cluster/describe-problem.ts';
import { formatWait } from '../../text/duration.ts';
import { printable } from '../../text/printable.ts';
import { someOf } from '../../text/some-of.ts';
import { formatJobName, type NamedJob } from '../job/describe-job.ts';
import type { Failure, Summary } from '../record/command.ts';
import { exitCodes } from '../record/command-error.ts';

export type TakenSavepoint = { readonly job: NamedJob; readonly path: string };
export type StopSessionResult = {
  readonly kind: 'session';
  readonly clusterId: string;
  readonly namespace: string;
  readonly savepoints: readonly TakenSavepoint[];
  readonly waitedMs: number | undefined;
  readonly haConfigMaps: readonly string[];
} & Remaining;

/** Objects that still existed at the end of the wait. */
export type Remaining = {
  /** `pod my-cluster-taskmanager-1-1` */
  readonly remaining: readonly string[];
  /** Finalizers of the remaining Deployment. */
  readonly finalizers: readonly string[];
};

/** `not deleted yet: Deployment my-cluster (the Deployment is held by finalizer example.com/hold)` */
export function remainingText(result: Remaining): string {
  return `not deleted yet: ${remainingObjects(result)}`;
}

function remainingObjects({ remaining, finalizers }: Remaining): string {
  const held = finalizers.length === 0 ? '' : ` (the Deployment is ${heldBy(finalizers)})`;
  return `${someOf(remaining)}${held}`;
}

export function stopSessionFailure(result: StopSessionResult): Failure | undefined {
  const { clusterId, namespace, remaining, finalizers, waitedMs } = result;
  if (remaining.length === 0) return undefined;
  const message = `${clusterId} still exists after ${formatWait(waitedMs ?? 0)}: ${remainingObjects(result)}`;
  const checkHint = `Check the objects with kubectl get deployments,pods -n ${namespace}, or wait longer with --timeout`;
  return { exitCode: exitCodes.failed, message, hints: [finalizerHint(finalizers, result) ?? checkHint] };
}

export function stopSessionText(result: StopSessionResult): string {
  const { clusterId, namespace, savepoints, waitedMs, remaining, haConfigMaps } = result;
  const lines = savepoints.map(savepointLine);
  if (waitedMs === undefined) lines.push(`Stop requested for session cluster ${clusterId} in namespace ${namespace}`);
  else if (remaining.length === 0) lines.push(`Stopped session cluster ${clusterId} in namespace ${namespace}`);
  if (haConfigMaps.length > 0) lines.push(`Remaining ConfigMaps: ${haConfigMaps.join(', ')}`);
  return lines.join('\n');
}

/** Returns undefined if the cluster still exists and no savepoint was taken. */
export function stopSessionSummary({ clusterId, savepoints, remaining }: StopSessionResult): Summary | undefined {
  if (remaining.length === 0) return { title: `Stopped session cluster ${clusterId}` };
  if (savepoints.length === 0) return undefined;
  return {
    title: `Savepoints of ${someOf(savepoints.map(({ job }) => printable(job.name)))}`,
    details: savepoints.map(({ path }) => path),
    copy: { what: 'paths', text: savepoints.map(({ path }) => path).join('\n') },
    isLasting: true,
  };
}

export function stopSessionData(result: StopSessionResult): unknown {
  const { clusterId, namespace, savepoints, waitedMs, remaining, finalizers, haConfigMaps } = result;
  return {
    clusterId,
    namespace,
    waitedMs: waitedMs ?? null,
    savepoints: savepoints.map(({ job: { id, name }, path }) => ({ job: { id, name }, path })),
    remaining,
    finalizers,
    haConfigMaps,
  };
}

export const savepointLine = ({ job, path }: TakenSavepoint): string => `Savepoint of ${formatJobName(job)}: ${path}`;
