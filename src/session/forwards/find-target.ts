import { FlinkError } from '../../flink/error.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import { resources } from '../../kubernetes/resource.ts';
import { findJobManager } from '../rest/find-job-manager.ts';
import type { SessionTarget } from '../session.ts';
import type { ForwardTarget, PodPort } from './forward.ts';

/** A page asks for dozens of files at once: they need not each look for the leader. */
const rememberedMs = 1000;
/** Nor need all that wait for a pod each look whether one is there. */
const failureRememberedMs = 250;

export type TargetFinder = {
  /** Rejects with a FlinkError where no JobManager runs, or with the KubernetesError that kept it from knowing. */
  readonly find: (signal: AbortSignal) => Promise<PodPort>;
  /** What was found did not answer: look again. */
  readonly forget: () => void;
};

/** Finds the pod and port that a forward leads to, as they are now. `signal` is the forward's: what is found is shared. */
export function createTargetFinder(
  kubernetes: KubernetesApi,
  session: SessionTarget,
  target: ForwardTarget,
): TargetFinder {
  let found: { readonly pod: Promise<PodPort>; goodUntil: number } | undefined;
  const look = async (signal: AbortSignal): Promise<PodPort> => {
    if (target.kind === 'pod') return lookForPod(kubernetes, session.namespace, target, signal);
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
      if (found !== undefined && Date.now() < found.goodUntil) return found.pod;
      const looking = { pod: look(signal), goodUntil: Number.POSITIVE_INFINITY };
      looking.pod.then(
        () => {
          looking.goodUntil = Date.now() + rememberedMs;
        },
        () => {
          looking.goodUntil = Date.now() + failureRememberedMs;
        },
      );
      found = looking;
      return looking.pod;
    },
    forget: () => {
      if (found !== undefined) found.goodUntil = Math.min(found.goodUntil, Date.now() + failureRememberedMs);
    },
  };
}

/** Where pods may not be read, the forward itself will tell. */
async function lookForPod(
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
