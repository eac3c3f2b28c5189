import { formatWait } from '../text/duration.ts';
import { someOf } from '../text/some-of.ts';
import { exitCodes } from './command-error.ts';
import { type NamedJob, named } from './describe-job.ts';

export type TakenSavepoint = { readonly job: NamedJob; readonly path: string };
export type StopSessionResult = {
  readonly kind: 'session';
  readonly clusterId: string;
  readonly namespace: string;
  readonly savepoints: readonly TakenSavepoint[];
  readonly waitedMs: number | undefined;
  /** What was still there at the end of the wait: `pod my-cluster-taskmanager-1-1`. */
  readonly remaining: readonly string[];
  readonly haConfigMaps: readonly string[];
};

export function stopSessionFailure({ clusterId, remaining, waitedMs }: StopSessionResult) {
  if (remaining.length === 0) return undefined;
  const message = `${clusterId} is not gone after ${formatWait(waitedMs ?? 0)}: ${someOf(remaining)} still there`;
  return { exitCode: exitCodes.failed, message };
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
  const { clusterId, namespace, savepoints, waitedMs, remaining, haConfigMaps } = result;
  return {
    clusterId,
    namespace,
    waitedMs: waitedMs ?? null,
    savepoints: savepoints.map(({ job: { id, name }, path }) => ({ job: { id, name }, path })),
    remaining,
    haConfigMaps,
  };
}

export const savepointLine = ({ job, path }: TakenSavepoint): string => `savepoint of ${named(job)}: ${path}`;
