import { FlinkError } from '../../flink/error.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { CostClass } from './reading.ts';

/** A refused right is seldom granted while one looks, but right after its start an API server refuses everyone. */
const retryMs = {
  usual: { first: 500, most: 5000 },
  denied: { first: 500, most: 30_000 },
};
/** An answer that is too large costs the JobManager as much each time. */
const tooLargeMs = 30_000;
/** Slow answers are asked for less often: this times as long as they took. */
const restFactors: { readonly [Cost in CostClass]?: number } = { F: 10 };
const usualRestFactor = 3;
/** `web.timeout`: so long the JobManager works on at a call that its client gave up. */
const serverTimeoutMs = 600_000;

/** Why a question had no answer, as far as it decides when to ask again. */
export type FailureKind =
  /** Nobody answers at all: nothing was begun on the other side. */
  | 'link'
  | 'denied'
  /** The server may still be at it. */
  | 'timeout'
  | 'too-large'
  /** An answer, and a bad one. */
  | 'answer';

export function failureKind(error: Error): FailureKind {
  if (error.name === 'TimeoutError') return 'timeout';
  if (error instanceof KubernetesError) return 'denied';
  if (!(error instanceof FlinkError)) return 'link';
  switch (error.kind) {
    case 'timeout':
    case 'too-large':
      return error.kind;
    case 'unreachable':
    case 'unavailable':
    case 'gateway':
    case 'denied':
      return 'link';
    default:
      return 'answer';
  }
}

/** From one question to the next, after one that was answered, well or badly. */
export function minIntervalMs(cost: CostClass, intervalMs: number, durationMs: number): number {
  return Math.max(intervalMs, durationMs * (restFactors[cost] ?? usualRestFactor));
}

/** From a failed question to the next: counted from its end for a link that is down, else from its begin. */
export function retryDelay(
  { cost, intervalMs }: { readonly cost: CostClass; readonly intervalMs: number },
  failed: { readonly kind: FailureKind; readonly failures: number; readonly durationMs: number },
): { readonly from: 'begin' | 'end'; readonly pauseMs: number } {
  const { kind, failures, durationMs } = failed;
  // What is asked once is worth asking again as often as anything else.
  const period = minIntervalMs(cost, Number.isFinite(intervalMs) ? intervalMs : retryMs.usual.most, durationMs);
  if (kind === 'too-large') return { from: 'begin', pauseMs: Math.max(tooLargeMs, period) };
  if (kind === 'answer') return { from: 'begin', pauseMs: period };
  // The ResourceManager's one call is light, and tells soon that the link is back.
  if (kind === 'timeout' && cost !== 'R' && cost !== '0') {
    return { from: 'begin', pauseMs: Math.min(serverTimeoutMs, period * 2 ** (failures - 1)) };
  }
  const { first, most } = kind === 'denied' ? retryMs.denied : retryMs.usual;
  return { from: 'end', pauseMs: Math.min(most, first * 2 ** (failures - 1)) };
}
