import type { TaskManager } from '../../flink/responses.ts';
import type { Health, PodStatus, SessionEvent } from '../snapshot.ts';
import type { PodFacts } from './pod-facts.ts';

/** Status of a pod and the reason for it. */
export type PodClassification = { readonly status: PodStatus; readonly health: Health; readonly reason: string };

/** Cluster state that the status of a pod depends on. */
export type ClassificationContext = {
  readonly now: number;
  /** Epoch ms of the last REST response by the local clock; undefined before the first. */
  readonly restRespondedAt: number | undefined;
  /** Epoch ms of the last list of TaskManagers. Other REST calls may have succeeded since. */
  readonly taskManagersReadAt: number | undefined;
  /** True if the user has no permission to use Flink's REST API. */
  readonly isRestDenied: boolean;
  readonly highAvailability: boolean;
  /** Pod name of the leading JobManager. */
  readonly leader: string | undefined;
  /** True once the Deployment is confirmed deleted. */
  readonly isDeploymentGone: boolean;
  /** resourcemanager.taskmanager-timeout, formatted for display: `30 s`. */
  readonly idleTimeout: string;
};

/** Reason from the JobManager's log for releasing a TaskManager, and the time of that log line in epoch ms. */
export type ReleaseReason = { readonly at: number; readonly reason: string };

/** Facts about one pod that its Kubernetes object does not contain. */
export type PodEvidence = {
  readonly newestEvent: SessionEvent | undefined;
  /** TaskManager of the pod in the last REST response; undefined if Flink did not list it or has not responded. */
  readonly taskManager: TaskManager | undefined;
  /** Whether slots were in use when Flink last listed the TaskManager. Flink does not list a TaskManager that stops. */
  readonly lastSlots: 'idle' | 'used' | undefined;
  /** Reason that the JobManager logged for releasing the TaskManager. */
  readonly releaseReason: ReleaseReason | undefined;
  /** Start of the main container in epoch ms. */
  readonly runningSince: number | undefined;
};

export type ClassificationRule = (
  pod: PodFacts,
  evidence: PodEvidence,
  context: ClassificationContext,
) => PodClassification | undefined;

/** Returns the first line of a message without its full stop. */
export function firstLineOf(message: string): string {
  return message.split('\n', 1)[0]?.trim().replace(/\.$/, '') ?? '';
}
