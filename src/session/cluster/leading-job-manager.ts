import { leaderHost } from '../../flink/names.ts';
import type { ConfigMap, Pod } from '../../kubernetes/objects.ts';
import { podFacts } from '../pods/pod-facts.ts';
import { timeOf } from './object-time.ts';

export function jobManagerPods(pods: readonly Pod[]): readonly Pod[] {
  return pods.filter(({ metadata }) => metadata?.labels?.component === 'jobmanager');
}

/** Returns the running JobManager pods that are not being deleted, oldest first. */
export function runningJobManagers(pods: readonly Pod[]): readonly Pod[] {
  return jobManagerPods(pods)
    .filter(({ metadata, status }) => status?.phase === 'Running' && metadata?.deletionTimestamp === undefined)
    .filter((pod) => !isRestarting(pod))
    .sort((a, b) => createdAt(a) - createdAt(b));
}

/**
 * Returns the leading JobManager; undefined if unknown. With Kubernetes high availability, the ConfigMap contains the
 * leader's IP address. During an election it contains none.
 */
export function leadingJobManager(pods: readonly Pod[], haConfigMap: ConfigMap | undefined): Pod | undefined {
  const running = runningJobManagers(pods);
  // Without Kubernetes high availability, the only running JobManager is the leader.
  if (haConfigMap === undefined) return running.length === 1 ? running[0] : undefined;
  const host = leaderHost(haConfigMap.data);
  return host === undefined ? undefined : running.find(({ status }) => status?.podIP === host);
}

/** The phase stays Running while the kubelet waits to restart a container (CrashLoopBackOff). */
function isRestarting(pod: Pod): boolean {
  const state = podFacts(pod)?.container.state;
  return state === 'waiting' || state === 'terminated';
}

function createdAt(pod: Pod): number {
  return timeOf(pod.metadata?.creationTimestamp) ?? 0;
}
