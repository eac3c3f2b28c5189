import { FlinkError } from '../../flink/error.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { CostClass } from './reading.ts';

/** Retry delays. Permissions rarely change, but an API server denies every request just after its start. */
const retryMs = {
  usual: { first: 500, max: 5000 },
  denied: { first: 500, max: 30_000 },
};
/** Interval after an oversized response, which costs the JobManager the same each time. */
const tooLargeMs = 30_000;
/** Minimum interval as a multiple of the request's duration, so that slow requests are repeated less often. */
const durationFactors: { readonly [Cost in CostClass]?: number } = { F: 10 };
const usualDurationFactor = 3;
/** Flink's `web.timeout`: maximum time that a JobManager works on an abandoned request. */
const serverTimeoutMs = 600_000;

/** Kind of failure, which determines the retry delay. */
export type FailureKind =
  /** No response: the server did not start any work. */
  | 'link'
  | 'denied'
  /** The server may still be working on the request. */
  | 'timeout'
  | 'too-large'
  /** A response with an error. */
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

/** Returns the minimum time between the starts of two requests, after a response of any kind. */
export function minIntervalMs(cost: CostClass, intervalMs: number, durationMs: number): number {
  return Math.max(intervalMs, durationMs * (durationFactors[cost] ?? usualDurationFactor));
}

/**
 * Returns the delay before a retry. The delay counts from the end of the request if the link is down, otherwise from
 * its start.
 */
export function retryDelay(
  { cost, intervalMs }: { readonly cost: CostClass; readonly intervalMs: number },
  failed: { readonly kind: FailureKind; readonly failures: number; readonly durationMs: number },
): { readonly from: 'start' | 'end'; readonly delayMs: number } {
  const { kind, failures, durationMs } = failed;
  // A reading that is requested only once is retried at the usual interval.
  const period = minIntervalMs(cost, Number.isFinite(intervalMs) ? intervalMs : retryMs.usual.max, durationMs);
  if (kind === 'too-large') return { from: 'start', delayMs: Math.max(tooLargeMs, period) };
  if (kind === 'answer') return { from: 'start', delayMs: period };
  // A call to the ResourceManager is cheap and soon shows that the link is back.
  if (kind === 'timeout' && cost !== 'R' && cost !== '0') {
    return { from: 'start', delayMs: Math.min(serverTimeoutMs, period * 2 ** (failures - 1)) };
  }
  const { first, max } = kind === 'denied' ? retryMs.denied : retryMs.usual;
  return { from: 'end', delayMs: Math.min(max, first * 2 ** (failures - 1)) };
}
