import { FlinkError } from '../../flink/error.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import { resources } from '../../kubernetes/resource.ts';
import { findJobManager } from '../rest/find-job-manager.ts';
import type { SessionTarget } from '../session.ts';
import type { ForwardTarget, PodPort } from './forward.ts';

/** Cache time of a found pod. A web page requests dozens of files at once, and these requests share one lookup. */
const cacheMs = 1000;
/** Cache time of a failed lookup, for connections that wait for a pod. */
const failureCacheMs = 250;

export type TargetFinder = {
  /**
   * Finds the pod and port. Rejects with a FlinkError if no JobManager runs, or with the KubernetesError of a failed
   * request.
   */
  readonly find: (signal: AbortSignal) => Promise<PodPort>;
  /** Shortens the life of the cached result, because the found pod did not respond. */
  readonly forget: () => void;
};

/**
 * Finds the current pod and port of a forward. Connections share lookups, so `signal` must belong to the forward, not
 * to one connection.
 */
export function createTargetFinder(
  kubernetes: KubernetesApi,
  session: SessionTarget,
  target: ForwardTarget,
): TargetFinder {
  let cached: { readonly pod: Promise<PodPort>; validUntil: number } | undefined;
  const lookUp = async (signal: AbortSignal): Promise<PodPort> => {
    if (target.kind === 'pod') return checkPod(kubernetes, session.namespace, target, signal);
    const jobManager = await findJobManager(kubernetes, session, signal).catch(async (error: unknown) => {
      if (!(error instanceof FlinkError)) throw error;
      const { explainNoJobManager } = await import('../rest/explain-no-job-manager.ts');
      throw (await explainNoJobManager(kubernetes, session, error)) ?? error;
    });
    const isRest = target.kind === 'web-ui' || target.port === jobManager.port;
    return isRest ? jobManager : { pod: jobManager.pod, port: target.port };
  };
  return {
    find: (signal) => {
      if (cached !== undefined && Date.now() < cached.validUntil) return cached.pod;
      const lookup = { pod: lookUp(signal), validUntil: Number.POSITIVE_INFINITY };
      lookup.pod.then(
        () => {
          lookup.validUntil = Date.now() + cacheMs;
        },
        () => {
          lookup.validUntil = Date.now() + failureCacheMs;
        },
      );
      cached = lookup;
      return lookup.pod;
    },
    forget: () => {
      if (cached !== undefined) cached.validUntil = Math.min(cached.validUntil, Date.now() + failureCacheMs);
    },
  };
}

/** Checks that the pod exists. Without permission to read pods, the forward itself reports a missing pod. */
async function checkPod(
  kubernetes: KubernetesApi,
  namespace: string,
  { pod, port }: PodPort,
  signal: AbortSignal,
): Promise<PodPort> {
  try {
    await kubernetes.get({ resource: resources.pods, namespace, name: pod }, signal);
  } catch (error) {
    if (!(error instanceof KubernetesError && error.kind === 'forbidden')) throw error;
  }
  return { pod, port };
}
