import type { JobState } from '../../flink/responses.ts';
import type { Token } from '../theme/theme.ts';

/** The theme token of each job state. */
export const jobTokens = {
  INITIALIZING: 'busy',
  CREATED: 'busy',
  RUNNING: 'ok',
  FAILING: 'error',
  FAILED: 'error',
  CANCELLING: 'busy',
  CANCELED: 'muted',
  FINISHED: 'muted',
  RESTARTING: 'warning',
  SUSPENDED: 'warning',
  RECONCILING: 'busy',
  UNKNOWN: 'warning',
} as const satisfies Record<JobState, Token>;
