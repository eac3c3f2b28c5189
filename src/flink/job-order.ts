import { hasEnded } from './has-ended.ts';
import type { JobOverview } from './responses.ts';

/** Compares jobs for sorting: unfinished jobs first, then by newest start. */
export function inJobOrder(a: JobOverview, b: JobOverview): number {
  return Number(hasEnded(a.state)) - Number(hasEnded(b.state)) || b.startTime - a.startTime;
}
