import type { CheckpointAttempt } from '../../flink/responses.ts';
import { failuresEver } from '../../session/jobs/checkpoint-list.ts';
import { formatDuration, formatSeconds } from '../../text/duration.ts';
import type { JobEvidence, Straggler } from '../evidence.ts';
import { failedInRow } from '../failed-checkpoints.ts';
import type { JobRule } from '../rule.ts';
import { isReadable, unreadCheckpoints } from './checkpoint-evidence.ts';

/** Failed checkpoints in a row from which a finding is critical. */
const criticalFrom = 3;

/** The newest checkpoints of a job failed. Those that Flink aborts because of a restart do not count. */
export const checkpointsFailing: JobRule = {
  name: 'checkpoints-failing',
  assess: (evidence) => {
    const { checkpoints, job, now } = evidence;
    if (!isReadable(job)) return [];
    if (checkpoints.value === undefined) return unreadCheckpoints(checkpoints);
    if (!checkpoints.value.enabled) return [];
    const { history, latestCompleted, failed } = checkpoints.value;
    const inRow = failedInRow(history);
    const last = inRow.at(-1);
    if (last === undefined) return [];
    const isWholeHistory = inRow.length === history.filter(({ status }) => status !== 'in-progress').length;
    // Flink keeps ten checkpoints. If none of them completed, all failures since the last completed one count.
    const isEver = isWholeHistory && latestCompleted === undefined;
    const count = isEver ? failuresEver(failed, inRow.length, last.id) : inRow.length;
    const reason = reasonOf(last);
    const { straggler } = evidence;
    const place = straggler && placeOf(straggler);
    return [
      {
        severity: count >= criticalFrom || latestCompleted === undefined ? 'critical' : 'warning',
        health: 'checkpoints failing',
        reason: `${count} in a row: ${reason}`,
        text: `The last ${count === 1 ? 'checkpoint' : `${count} checkpoints`} of ${job.name} failed: ${reason}`,
        since: inRow[0]?.endedAt,
        evidence: [
          `checkpoint ${last.id} failed ${formatDuration(now - (last.endedAt ?? now))} ago${durationText(last)}: ${last.message ?? 'no reason given'}`,
          latestCompleted === undefined
            ? 'none has completed since the start'
            : `last completed: checkpoint ${latestCompleted.id}, ${formatDuration(now - (latestCompleted.completedAt ?? latestCompleted.triggeredAt))} ago`,
          ...(place === undefined ? [] : [`${place} has not acknowledged checkpoint ${straggler?.checkpoint}`]),
          ...timeoutText(evidence),
        ],
        next: [
          { text: 'See which subtasks did not finish', command: `checkpoints ${job.id} ${last.id}` },
          ...(straggler?.pod === undefined
            ? []
            : [{ text: `See what ${place} does`, command: `logs ${straggler.pod}` }]),
          { text: 'See what happened before', command: `timeline --job ${job.id}` },
        ],
        vertex: straggler?.vertex,
        subtask: straggler?.subtask,
        pod: straggler?.pod,
      },
    ];
  },
};

/** `work (1/2) on my-cluster-taskmanager-1-1` */
function placeOf({ vertex, subtask, subtasks, pod }: Straggler): string {
  return `${vertex} (${subtask}/${subtasks})${pod === undefined ? '' : ` on ${pod}`}`;
}

function reasonOf({ message = '' }: CheckpointAttempt): string {
  if (/expired/i.test(message)) return 'expired';
  if (/declined/i.test(message)) return 'declined by a task';
  return message === '' ? 'no reason given' : (message.split(/[.:\n]/, 1)[0] ?? message);
}

const durationText = ({ durationMs }: CheckpointAttempt): string =>
  durationMs === undefined || durationMs <= 0 ? '' : `, after ${formatSeconds(durationMs)}`;

function timeoutText({ checkpointConfig: { value } }: JobEvidence): readonly string[] {
  if (value === undefined) return [];
  const { intervalMs, timeoutMs } = value;
  const interval = intervalMs === undefined ? [] : [`interval ${formatSeconds(intervalMs)}`];
  return [[...interval, `timeout ${formatSeconds(timeoutMs)}`].join(', ')];
}
