import type { PodRow, SessionEvent } from '../snapshot.ts';
import { closingOf, closingStanding } from './closing.ts';
import { lastSeenSlots } from './container-standing.ts';
import { colon } from './pod-facts.ts';
import { asSentence, type Closing, type Standing, type Surroundings } from './standing.ts';

/** The JobManager's own words may come after the pod has gone. */
const settleMs = 10_000;
/** An answer of REST that came this soon after the pod went may have been on its way before. */
const answerAgeMs = 1000;
const stillListed: Standing = {
  word: 'pod gone',
  health: 'warning',
  why: 'its pod is gone; Flink lists it until its heartbeat times out',
};

/** The row of a pod that is not there any more, by its row from before. What became of it is decided soon, and stays. */
export function goneRow(
  last: PodRow,
  lastSlots: 'idle' | 'used' | undefined,
  isListed: boolean,
  around: Surroundings & {
    readonly events: readonly SessionEvent[];
    readonly closings: ReadonlyMap<string, Closing>;
  },
): PodRow {
  const goneAt = last.goneAt ?? around.now;
  const isStillListed = isListed && (around.taskManagersAnsweredAt ?? 0) > goneAt + answerAgeMs;
  const isDecided = around.now - goneAt > settleMs && last.word !== 'pod gone';
  const standing = isDecided
    ? last
    : goneStanding(last, {
        lastSlots,
        eviction: evictionOf(last, around.events),
        closing: closingOf(around.closings, last),
        isDeploymentGone: around.isDeploymentGone,
      });
  const { word, health, why } = isStillListed && standing.health !== 'error' ? stillListed : standing;
  return { ...last, word, health, why, goneAt, taskManager: undefined };
}

/** Reasons of Kubernetes for ending a pod that nobody of Flink's asked for. */
const evictions = new Set(['Evicted', 'Preempted', 'TaintManagerEviction', 'NodeNotReady', 'NodeShutdown']);

function evictionOf({ name, createdAt }: PodRow, events: readonly SessionEvent[]): SessionEvent | undefined {
  return events.find(({ object, reason, at }) => object === `Pod/${name}` && at >= createdAt && evictions.has(reason));
}

type Traces = {
  readonly lastSlots: 'idle' | 'used' | undefined;
  readonly eviction: SessionEvent | undefined;
  readonly closing: Closing | undefined;
  readonly isDeploymentGone: boolean;
};

function goneStanding(
  last: Pick<PodRow, 'word' | 'why' | 'role'>,
  { lastSlots, eviction, closing, isDeploymentGone }: Traces,
): Standing {
  if (last.word === 'OOM-killed' || last.word === 'failed') return { word: last.word, health: 'error', why: last.why };
  if (eviction !== undefined) {
    return { word: 'deleted', health: 'error', why: asSentence(colon(eviction.reason, eviction.message)) };
  }
  if (closing !== undefined) return closingStanding(closing);
  const reason = isDeploymentGone ? 'its Deployment is gone too' : 'reason not seen';
  const slots = last.role === 'taskmanager' ? [lastSeenSlots(lastSlots)] : [];
  return { word: 'deleted', health: 'gone', why: ['its pod was deleted', reason, ...slots].join('; ') };
}
