import { formatDuration } from '../../text/duration.ts';
import type { FoundCluster } from '../attach/find-clusters.ts';
import { heldBy } from './describe-problem.ts';

/**
 * Returns a status from the Deployment alone: `ready`, `not ready`, `scaled to 0`, `being deleted 7m, held by finalizer
 * example.com/hold`.
 */
export function clusterStatus(
  { replicas, readyReplicas, beingDeletedSince, finalizers }: Omit<FoundCluster, 'owner' | 'image'>,
  now: number,
): string {
  if (beingDeletedSince !== undefined) {
    const age = formatDuration(now - beingDeletedSince);
    return finalizers.length === 0 ? `being deleted ${age}` : `being deleted ${age}, ${heldBy(finalizers)}`;
  }
  if (replicas === 0) return 'scaled to 0';
  return readyReplicas >= replicas ? 'ready' : 'not ready';
}
