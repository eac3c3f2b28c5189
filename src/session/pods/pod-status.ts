import type { TaskManager } from '../../flink/answers.ts';
import type { Health, PodStatus, SessionEvent } from '../snapshot.ts';
import type { PodFacts } from './pod-facts.ts';

/** How a pod stands, and why. */
export type PodClassification = { readonly status: PodStatus; readonly health: Health; readonly reason: string };

/** What a pod's standing follows from, beside the pod itself. */
export type ClassificationContext = {
  readonly now: number;
  /** When Flink's REST API last answered, by this machine's clock; undefined if it never did. */
  readonly restAnsweredAt: number | undefined;
  /** When it last listed the TaskManagers, which it may not have done for long while it answers other things. */
  readonly taskManagersAnsweredAt: number | undefined;
  /** Whether Flink's REST API may not be asked at all. */
  readonly isRestDenied: boolean;
  readonly highAvailability: boolean;
  /** name of the leading JobManager's pod */
  readonly leader: string | undefined;
  /** The Deployment was looked for and is not there. */
  readonly isDeploymentGone: boolean;
  /** For sentences: `30 s`, resourcemanager.taskmanager-timeout. */
  readonly idleTimeout: string;
};

/** Why the JobManager let a TaskManager go, in its own words, and when it said so (epoch ms). */
export type ReleaseReason = { readonly at: number; readonly reason: string };

/** What is known of one pod beside its object. */
export type PodEvidence = {
  readonly newestEvent: SessionEvent | undefined;
  /** As the last answer of REST lists it; undefined if it does not, or there was no answer. */
  readonly taskManager: TaskManager | undefined;
  /** What its slots were when it was last listed: it is not while it stops. */
  readonly lastSlots: 'idle' | 'used' | undefined;
  /** What its JobManager said when it let it go. */
  readonly releaseReason: ReleaseReason | undefined;
  /** Since when its main container runs. */
  readonly runningSince: number | undefined;
};

export type ClassificationRule = (
  pod: PodFacts,
  knowledge: PodEvidence,
  around: ClassificationContext,
) => PodClassification | undefined;

/** A message from outside as one sentence without its full stop. */
export function asSentence(message: string): string {
  return message.split('\n', 1)[0]?.trim().replace(/\.$/, '') ?? '';
}
