import { finalizerHint, heldBy } from '../../session/cluster/describe-problem.ts';
import { formatWait } from '../../text/duration.ts';
import { someOf } from '../../text/some-of.ts';
import { type NamedJob, named } from '../job/describe-job.ts';
import type { Failure } from '../record/command.ts';
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

/** What was still there at the end of the wait. */
export type Remaining = {
  /** `pod my-cluster-taskmanager-1-1` */
  readonly remaining: readonly string[];
  /** Of the Deployment: what keeps it. */
  readonly finalizers: readonly string[];
};

/** `still there: Deployment my-cluster (the Deployment is held by finalizer example.com/hold)` */
export function remainingText({ remaining, finalizers }: Remaining): string {
  const held = finalizers.length === 0 ? '' : ` (the Deployment is ${heldBy(finalizers)})`;
  return `still there: ${someOf(remaining)}${held}`;
}

export function stopSessionFailure(result: StopSessionResult): Failure | undefined {
  const { clusterId, remaining, finalizers, waitedMs } = result;
  if (remaining.length === 0) return undefined;
  const message = `${clusterId} is not gone after ${formatWait(waitedMs ?? 0)}: ${remainingText(result)}`;
  const hint = finalizerHint(finalizers, result);
  return { exitCode: exitCodes.failed, message, hints: hint === undefined ? [] : [hint] };
}

export function stopSessionText(result: StopSessionResult): string {
  const { clusterId, namespace, savepoints, waitedMs, remaining, haConfigMaps } = result;
  const lines = savepoints.map(savepointLine);
  if (waitedMs === undefined) lines.push(`session cluster ${clusterId} in ${namespace}: stop asked for`);
  else if (remaining.length === 0) lines.push(`session cluster ${clusterId} in ${namespace} is stopped`);
  if (haConfigMaps.length > 0) lines.push(`ConfigMaps that stay: ${haConfigMaps.join(', ')}`);
  return lines.join('\n');
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

export const savepointLine = ({ job, path }: TakenSavepoint): string => `savepoint of ${named(job)}: ${path}`;
