import type { PodLogOptions } from '../../kubernetes/api.ts';
import type { LogsPlan } from './logs-plan.ts';

/** How the kubelet is told from when on. It takes whole seconds of an age, and at least one. */
export function sinceOptions({
  sinceMs,
  sinceTime,
}: Pick<LogsPlan, 'sinceMs' | 'sinceTime'>): Pick<PodLogOptions, 'sinceSeconds' | 'sinceTime'> {
  return {
    sinceSeconds: sinceMs === undefined ? undefined : Math.max(1, Math.ceil(sinceMs / 1000)),
    sinceTime: sinceTime === undefined ? undefined : new Date(sinceTime).toISOString(),
  };
}
