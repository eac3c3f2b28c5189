import type { PodRow, SessionEvent } from '../snapshot.ts';
import { describeLastSlots } from './container-status.ts';
import { joinReason } from './pod-facts.ts';
import { asSentence, type ClassificationContext, type PodClassification, type ReleaseReason } from './pod-status.ts';
import { classifyReleased, releaseReasonOf } from './release-reason.ts';

/** The JobManager's own words may come after the pod has gone. */
const settleMs = 10_000;
/** An answer of REST that came this soon after the pod went may have been on its way before. */
const answerAgeMs = 1000;
const stillListed: PodClassification = {
  status: 'pod gone',
  health: 'warning',
  reason: 'its pod is gone; Flink lists it until its heartbeat times out',
};

/** The row of a pod that is not there any more, by its row from before. What became of it is decided soon, and stays. */
export function goneRow(
  last: PodRow,
  lastSlots: 'idle' | 'used' | undefined,
  isListed: boolean,
  around: ClassificationContext & {
    readonly events: readonly SessionEvent[];
    readonly releaseReasons: ReadonlyMap<string, ReleaseReason>;
  },
): PodRow {
  const goneAt = last.goneAt ?? around.now;
  const isStillListed = isListed && (around.taskManagersAnsweredAt ?? 0) > goneAt + answerAgeMs;
  const isDecided = around.now - goneAt > settleMs && last.status !== 'pod gone';
  const classification = isDecided
    ? last
    : classifyGone(last, {
        lastSlots,
        eviction: evictionOf(last, around.events),
        releaseReason: releaseReasonOf(around.releaseReasons, last),
        isDeploymentGone: around.isDeploymentGone,
      });
  const { status, health, reason } = isStillListed && classification.health !== 'error' ? stillListed : classification;
  return { ...last, status, health, reason, goneAt, taskManager: undefined };
}

/** Reasons of Kubernetes for ending a pod that nobody of Flink's asked for. */
const evictions = new Set(['Evicted', 'Preempted', 'TaintManagerEviction', 'NodeNotReady', 'NodeShutdown']);

function evictionOf({ name, createdAt }: PodRow, events: readonly SessionEvent[]): SessionEvent | undefined {
  return events.find(({ object, reason, at }) => object === `Pod/${name}` && at >= createdAt && evictions.has(reason));
}

type Traces = {
  readonly lastSlots: 'idle' | 'used' | undefined;
  readonly eviction: SessionEvent | undefined;
  readonly releaseReason: ReleaseReason | undefined;
  readonly isDeploymentGone: boolean;
};

function classifyGone(
  last: Pick<PodRow, 'status' | 'reason' | 'role'>,
  { lastSlots, eviction, releaseReason, isDeploymentGone }: Traces,
): PodClassification {
  if (last.status === 'OOM-killed' || last.status === 'failed')
    return { status: last.status, health: 'error', reason: last.reason };
  if (eviction !== undefined) {
    return { status: 'deleted', health: 'error', reason: asSentence(joinReason(eviction.reason, eviction.message)) };
  }
  if (releaseReason !== undefined) return classifyReleased(releaseReason);
  const reason = isDeploymentGone ? 'its Deployment is gone too' : 'reason not seen';
  const slots = last.role === 'taskmanager' ? [describeLastSlots(lastSlots)] : [];
  return { status: 'deleted', health: 'gone', reason: ['its pod was deleted', reason, ...slots].join('; ') };
}
