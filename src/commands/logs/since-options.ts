import type { PodLogOptions } from '../../kubernetes/api.ts';
import type { LogsPlan } from './logs-plan.ts';

/** Converts the start time for the API server, which accepts an age in whole seconds, at least 1. */
export function sinceOptions({
  sinceMs,
  sinceTime,
}: Pick<LogsPlan, 'sinceMs' | 'sinceTime'>): Pick<PodLogOptions, 'sinceSeconds' | 'sinceTime'> {
  return {
    sinceSeconds: sinceMs === undefined ? undefined : Math.max(1, Math.ceil(sinceMs / 1000)),
    sinceTime: sinceTime === undefined ? undefined : new Date(sinceTime).toISOString(),
  };
}
