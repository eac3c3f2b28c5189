import type { JobHealth } from '../../diagnosis/health.ts';
import type { Health, PodRow } from '../../session/snapshot.ts';
import { jobHealths } from './job-health.ts';
import type { ScreenState } from './screen-state.ts';

export type Attention = { readonly jobs: readonly JobHealth[]; readonly pods: readonly PodRow[] };

/** Returns the jobs and pods that need attention. */
export function attentionOf(state: ScreenState): Attention {
  const healths = [...jobHealths(state).values()];
  return {
    jobs: healths.filter(({ kind }) => kind === 'critical' || kind === 'warning'),
    pods: (state.snapshot?.pods ?? []).filter(({ goneAt, health }) => goneAt === undefined && needsAttention(health)),
  };
}

const needsAttention = (health: Health): boolean => health === 'warning' || health === 'error';
