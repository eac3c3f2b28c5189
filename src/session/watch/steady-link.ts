import type { Link } from '../snapshot.ts';

/** Nobody feels less, and on a busy machine the answers of an idle server differ by as much. */
const floorMs = 10;

/** The link as it is now; with the latency from before where it is about the same, so that a quiet session says nothing new. */
export function steadyLink(before: Link | undefined, now: Link): Link {
  if (before === undefined || !('latencyMs' in before && 'latencyMs' in now) || before.state !== now.state) return now;
  const ratio = Math.max(floorMs, now.latencyMs) / Math.max(floorMs, before.latencyMs);
  return ratio > 0.5 && ratio < 2 ? { ...now, latencyMs: before.latencyMs } : now;
}
