import { formatWait } from '../../../text/duration.ts';
import { someOf } from '../../../text/some-of.ts';
import { joinFailures } from '../../job/run-for-jobs.ts';
import type { Failure, Summary } from '../../record/command.ts';
import { exitCodes } from '../../record/command-error.ts';
import type { AffectedJob, DeletePodsPlan, ShownDeletion } from './plan-type.ts';

export type DeletedPod = DeletePodsPlan['pods'][number] & {
  /** Whether the pod no longer exists. */
  readonly isGone: boolean;
  /** Time from the request until the pod was gone. */
  readonly waitedMs: number | undefined;
  /** Names of new pods of the same role. */
  readonly replacements: readonly string[];
  readonly error: Failure | undefined;
};

export type DeletePodsResult = {
  readonly pods: readonly DeletedPod[];
  readonly jobs: readonly AffectedJob[];
  readonly waited: boolean;
};

/** Formats the result for every frontend. */
export function showDeletion(result: DeletePodsResult): ShownDeletion {
  return {
    text: textOf(result),
    data: dataOf(result),
    names: result.pods.filter(({ error }) => error === undefined).map(({ name }) => name),
    summary: summaryOf(result),
    failure: failureOf(result),
  };
}

function textOf({ pods, waited }: DeletePodsResult): string {
  return pods.flatMap((pod) => podText(pod, waited)).join('\n');
}

function podText({ name, error, isGone, waitedMs, replacements }: DeletedPod, waited: boolean): readonly string[] {
  if (error !== undefined) return [];
  if (!waited) return [`Deletion of pod ${name} requested`];
  if (!isGone) return [];
  const time = waitedMs === undefined ? '' : ` after ${formatWait(waitedMs)}`;
  const next = replacements.length === 0 ? '' : `. New: ${someOf(replacements)}`;
  return [`Deleted pod ${name}${time}${next}`];
}

function dataOf({ pods, jobs, waited }: DeletePodsResult): unknown {
  return {
    waited,
    pods: pods.map(({ name, uid, role, isGone, waitedMs, replacements, error }) => ({
      ...{ name, uid, role, isGone, waitedMs: waitedMs ?? null, replacements, error: error?.message ?? null },
    })),
    jobs: jobs.map(({ job: { id, name }, effect }) => ({ id, name, effect })),
  };
}

/** Returns undefined if no pod was deleted. */
function summaryOf({ pods, waited }: DeletePodsResult): Summary | undefined {
  const done = pods.filter(({ error, isGone }) => error === undefined && (isGone || !waited));
  if (done.length === 0) return undefined;
  const [first] = done;
  const names = done.length === 1 ? `pod ${first?.name}` : `${done.length} pods`;
  const replacements = [...new Set(done.flatMap((pod) => pod.replacements))];
  return {
    title: waited ? `Deleted ${names}` : `Deletion of ${names} requested`,
    ...(replacements.length > 0 && { details: [`New: ${someOf(replacements)}`] }),
    isLasting: true,
  };
}

function failureOf({ pods, waited }: DeletePodsResult): Failure | undefined {
  const failures = pods.flatMap(({ name, error, isGone }) => {
    if (error !== undefined) return [{ ...error, message: `pod ${name}: ${error.message}` }];
    if (!waited || isGone) return [];
    return [stillThere(name)];
  });
  const [first] = failures;
  return first === undefined ? undefined : joinFailures(first, failures);
}

const stillThere = (name: string): Failure => ({
  message: `pod ${name} is still being deleted. Its node may not respond, or a finalizer holds it`,
  exitCode: exitCodes.failed,
  hints: [`Check it with kubectl get pod ${name} -o yaml, or wait longer with --timeout`],
});
