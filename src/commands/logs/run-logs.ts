import type { Progress, Services } from '../record/command.ts';
import { followPods } from './follow-pods.ts';
import type { LogsFailure, LogsPlan, LogsResult } from './logs-plan.ts';
import { readExistingLogs } from './read-existing-logs.ts';

export async function* runLogs(
  services: Services,
  plan: LogsPlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, LogsResult, void> {
  const pods = [...new Set(plan.origins.map(({ pod }) => pod))];
  if (plan.output === 'nothing') return { pods, failures: [] };
  const done = new AbortController();
  const combined = AbortSignal.any([signal, done.signal]);
  try {
    const read = plan.follow ? followPods : readExistingLogs;
    const failures: readonly LogsFailure[] = yield* read(services, plan, combined);
    // An aborted stream ends like a complete one.
    signal.throwIfAborted();
    return { pods, failures };
  } finally {
    done.abort();
  }
}
