import { withoutAttempt } from '../session/journal/describe-entry.ts';
import type { FailureEntry } from '../session/journal/entry.ts';
import { shortPodName } from '../text/short-pod-name.ts';
import type { RootCause } from './finding.ts';
import { shortVertex, subtaskOfTask, vertexOfTask } from './texts.ts';

export function rootCauseOf({ exception, message, task, pod, at }: FailureEntry): RootCause {
  return { exception, message, task: task && withoutAttempt(task), pod, at };
}

/** ` in enrich, taskmanager-1-5`; empty if both are unknown. */
export function placeText({ task, pod }: RootCause, clusterId: string): string {
  const vertex = task === undefined ? '' : ` in ${shortVertex(vertexOfTask(task))}`;
  return vertex + (pod === undefined ? '' : `, ${shortPodName(pod, clusterId)}`);
}

/** The fields of a finding that name where its cause is. */
export function locationOf(cause: RootCause | undefined) {
  const { task, pod } = cause ?? {};
  return {
    cause,
    vertex: task && vertexOfTask(task),
    subtask: task === undefined ? undefined : subtaskOfTask(task),
    pod,
  };
}
