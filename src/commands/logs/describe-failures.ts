import { printable } from '../../text/printable.ts';
import { someOf } from '../../text/some-of.ts';
import type { Failure } from '../record/command.ts';
import { exitCodeOf } from '../record/command-error.ts';
import { describeError } from '../record/describe-error.ts';
import type { LogsFailure, LogsResult } from './logs-plan.ts';

/** Further reasons are only counted. */
const maxReasons = 5;

type Group = { readonly reason: string; readonly pods: readonly string[]; readonly error: unknown };

/** Describes failures in one line per reason, the most frequent reason first. */
export function describeFailures({ pods, failures }: LogsResult): Failure | undefined {
  const groups = groupByReason(failures, pods);
  const [first, ...others] = groups;
  if (first === undefined) return undefined;
  const { hints } = describeError(first.error);
  const common = { exitCode: exitCodeOf(first.error), ...(hints.length > 0 && { hints }) };
  if (others.length === 0) return { ...common, message: lineOf(first, pods.length) };
  const failed = new Set(failures.map(({ origin }) => origin.pod)).size;
  const shown = groups.slice(0, maxReasons).map((group) => lineOf(group, pods.length));
  const omitted = groups.length - shown.length;
  return {
    ...common,
    message: `logs of ${failed} of ${pods.length} pods are incomplete`,
    hints: [...shown, ...(omitted > 0 ? [`and ${omitted} more reasons`] : []), ...hints],
  };
}

function groupByReason(failures: readonly LogsFailure[], allPods: readonly string[]): readonly Group[] {
  const groups = Map.groupBy(failures, reasonOf);
  return [...groups]
    .map(([reason, group]) => ({
      reason,
      pods: allPods.filter((pod) => group.some(({ origin }) => origin.pod === pod)),
      error: group[0]?.error,
    }))
    .sort((a, b) => b.pods.length - a.pods.length);
}

/** Returns the error message without the pod name, so that equal reasons can be grouped. */
function reasonOf({ origin: { pod }, error }: LogsFailure): string {
  const { message } = describeError(error);
  return message.replaceAll(` of ${pod}`, '').replaceAll(` ${pod}`, '').replaceAll(pod, 'POD').replace(/\.$/, '');
}

function lineOf({ reason, pods }: Group, allPods: number): string {
  if (pods.length === 1) return printable(`${pods[0]}: ${reason}`);
  return printable(`${pods.length} of ${allPods} pods: ${reason} (${someOf(pods)})`);
}
