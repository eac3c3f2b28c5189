import { formatDuration, formatSeconds } from '../../text/duration.ts';
import { allTasksRun } from '../all-tasks-run.ts';
import { failedInRow } from '../failed-checkpoints.ts';
import type { JobRule } from '../rule.ts';
import { isReadable } from './checkpoint-evidence.ts';

/** Part of the timeout after which a running checkpoint is about to time out. */
const latePart = 0.5;
const minRunMs = 60_000;
/** A completed checkpoint is old after so many intervals. */
const maxIntervals = 5;

/** No checkpoint completes, although none fails: one is about to time out, none has ever completed, or the last is old. */
export const checkpointOverdue: JobRule = {
  name: 'checkpoint-overdue',
  assess: ({ checkpoints: { value, readAt }, checkpointConfig: { value: config }, job, now }) => {
    if (!isReadable(job) || value?.enabled !== true || config?.intervalMs === undefined || readAt === undefined)
      return [];
    const { intervalMs, timeoutMs } = config;
    const { history, latestCompleted } = value;
    const pending = history.findLast(({ status, isSavepoint }) => status === 'in-progress' && !isSavepoint);
    const next = [
      {
        text: 'Find the subtask that does not finish',
        command: ['checkpoints', job.id, ...(pending === undefined ? [] : [pending.id])].join(' '),
      },
    ];
    const pendingMs = pending === undefined ? 0 : now - pending.triggeredAt;
    if (pending !== undefined && pendingMs > timeoutMs * latePart && pendingMs < timeoutMs * 1.5) {
      const left = formatSeconds(Math.max(0, timeoutMs - pendingMs));
      return [
        {
          severity: 'warning',
          health: 'checkpoint late',
          reason: `${formatSeconds(pendingMs)}, timeout in ${left}`,
          text: `Checkpoint ${pending.id} of ${job.name} is about to time out: it has run for ${formatSeconds(pendingMs)}`,
          since: pending.triggeredAt,
          evidence: [`timeout ${formatSeconds(timeoutMs)}, ${left} left`],
          next,
        },
      ];
    }
    const allowedMs = maxIntervals * intervalMs + 2 * (latestCompleted?.durationMs ?? 0) + minRunMs;
    const since = latestCompleted?.completedAt ?? job.startTime;
    if (!allTasksRun(job) || failedInRow(history).length > 0 || now - since < allowedMs) return [];
    const age = formatDuration(now - since);
    return [
      {
        severity: 'warning',
        health: latestCompleted === undefined ? 'no checkpoint' : 'checkpoint old',
        reason: latestCompleted === undefined ? `none in ${age}` : `${age} old`,
        text:
          latestCompleted === undefined
            ? `No checkpoint of ${job.name} has completed since its start ${age} ago`
            : `The last checkpoint of ${job.name} is ${age} old`,
        since,
        evidence: [`interval ${formatSeconds(intervalMs)}`],
        next,
      },
    ];
  },
};
