import type { PodRow, SessionEvent } from '../snapshot.ts';
import { describeLastSlots } from './container-status.ts';
import { joinReason } from './pod-facts.ts';
import { type ClassificationContext, firstLineOf, type PodClassification, type ReleaseReason } from './pod-status.ts';
import { classifyReleased, releaseReasonOf } from './release-reason.ts';

/** The JobManager may log the release reason only after the pod was deleted. */
const settleMs = 10_000;
/** A REST response this soon after the deletion may be out of date. */
const responseLagMs = 1000;
const stillListed: PodClassification = {
  status: 'pod gone',
  health: 'warning',
  reason: 'pod deleted; Flink lists the TaskManager until its heartbeat times out',
};

/** Updates the row of a deleted pod. After a short delay its status is final. */
export function goneRow(
  last: PodRow,
  lastSlots: 'idle' | 'used' | undefined,
  isListed: boolean,
  context: ClassificationContext & {
    readonly events: readonly SessionEvent[];
    readonly releaseReasons: ReadonlyMap<string, ReleaseReason>;
  },
): PodRow {
  const goneAt = last.goneAt ?? context.now;
  const isStillListed = isListed && (context.taskManagersReadAt ?? 0) > goneAt + responseLagMs;
  const isDecided = context.now - goneAt > settleMs && last.status !== 'pod gone';
  const classification = isDecided
    ? last
    : classifyGone(last, {
        lastSlots,
        eviction: findEviction(last, context.events),
        releaseReason: releaseReasonOf(context.releaseReasons, last),
        isDeploymentGone: context.isDeploymentGone,
      });
  const { status, health, reason } = isStillListed && classification.health !== 'error' ? stillListed : classification;
  return { ...last, status, health, reason, goneAt, taskManager: undefined };
}

/** Event reasons which show that Kubernetes, not Flink, ended a pod. */
const evictions = new Set(['Evicted', 'Preempted', 'TaintManagerEviction', 'NodeNotReady', 'NodeShutdown']);

function findEviction({ name, createdAt }: PodRow, events: readonly SessionEvent[]): SessionEvent | undefined {
  return events.find(({ object, reason, at }) => object === `Pod/${name}` && at >= createdAt && evictions.has(reason));
}

type GoneEvidence = {
  readonly lastSlots: 'idle' | 'used' | undefined;
  readonly eviction: SessionEvent | undefined;
  readonly releaseReason: ReleaseReason | undefined;
  readonly isDeploymentGone: boolean;
};

function classifyGone(
  last: Pick<PodRow, 'status' | 'reason' | 'role'>,
  { lastSlots, eviction, releaseReason, isDeploymentGone }: GoneEvidence,
): PodClassification {
  if (last.status === 'OOM-killed' || last.status === 'failed')
    return { status: last.status, health: 'error', reason: last.reason };
  if (eviction !== undefined) {
    return { status: 'deleted', health: 'error', reason: firstLineOf(joinReason(eviction.reason, eviction.message)) };
  }
  if (releaseReason !== undefined) return classifyReleased(releaseReason);
  const reason = isDeploymentGone ? 'Deployment was deleted too' : 'reason unknown';
  const slots = last.role === 'taskmanager' ? [describeLastSlots(lastSlots)] : [];
  return { status: 'deleted', health: 'gone', reason: ['pod was deleted', reason, ...slots].join('; ') };
}
