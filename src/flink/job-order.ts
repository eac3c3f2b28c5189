import type { JobOverview } from './answers.ts';
import { hasEnded } from './has-ended.ts';

/** What goes on before what ended, each newest start first: a job that matters is never below those that are over. */
export function inJobOrder(a: JobOverview, b: JobOverview): number {
  return Number(hasEnded(a.state)) - Number(hasEnded(b.state)) || b.startTime - a.startTime;
}
