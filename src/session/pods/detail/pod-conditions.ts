import type { Pod } from '../../../kubernetes/objects.ts';
import { timeOf } from '../../cluster/object-time.ts';
import { schedulerReason } from '../container-status.ts';

/** A condition of a pod in words: `not scheduled`, with the reason `0/3 nodes are available`. */
export type PodCondition = {
  /** Kubernetes' name: `PodScheduled`. */
  readonly type: string;
  readonly text: string;
  /** Why it is a problem; undefined without a problem or a reason. */
  readonly reason: string | undefined;
  readonly isProblem: boolean;
  /** Epoch ms of the last change; undefined if unknown. */
  readonly since: number | undefined;
};

/** The texts of a condition that is met, and of one that is not (Kubernetes' PodConditionType). */
const texts: { readonly [type: string]: readonly [met: string, unmet: string] } = {
  PodScheduled: ['scheduled', 'not scheduled'],
  PodReadyToStartContainers: ['sandbox and network ready', 'sandbox or network not ready'],
  Initialized: ['initialized', 'init containers not completed'],
  ContainersReady: ['containers ready', 'containers not ready'],
  Ready: ['ready', 'not ready'],
  DisruptionTarget: ['about to be ended', 'not about to be ended'],
  PodResizePending: ['resize pending', 'no resize pending'],
  PodResizeInProgress: ['resize in progress', 'no resize in progress'],
};
/** Conditions that are a problem if they are met. */
const badIfMet = new Set(['DisruptionTarget', 'PodResizePending']);

/** Returns the conditions of a pod: problems first, then in the order of a pod's life. */
export function podConditions({ status }: Pod): readonly PodCondition[] {
  const conditions = (status?.conditions ?? []).map((condition): PodCondition => {
    const { type, reason, message } = condition;
    const isMet = condition.status === 'True';
    const [met, unmet] = texts[type] ?? [`${type} is True`, `${type} is ${condition.status}`];
    const isProblem = badIfMet.has(type) ? isMet : condition.status === 'False' && !isCompleted(reason);
    return {
      type,
      text: isMet ? met : unmet,
      reason: isProblem ? (message === undefined || message === '' ? reason : schedulerReason(message)) : undefined,
      isProblem,
      since: timeOf(condition.lastTransitionTime),
    };
  });
  const order = Object.keys(texts);
  const rank = ({ type }: PodCondition) => (order.includes(type) ? order.indexOf(type) : order.length);
  return conditions.sort((a, b) => Number(b.isProblem) - Number(a.isProblem) || rank(a) - rank(b));
}

/** The containers of a pod that has ended with success are not ready. */
const isCompleted = (reason: string | undefined): boolean => reason === 'PodCompleted';
