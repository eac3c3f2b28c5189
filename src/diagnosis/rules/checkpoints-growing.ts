import { listCheckpoints } from '../../session/jobs/checkpoint-list.ts';
import { isGrowing, stateSizeTrend } from '../../session/jobs/checkpoint-trend.ts';
import { formatDuration } from '../../text/duration.ts';
import { formatSize } from '../../text/format-size.ts';
import type { JobRule } from '../rule.ts';

/** The state of a job grows from checkpoint to checkpoint. */
export const checkpointsGrowing: JobRule = {
  name: 'checkpoints-growing',
  assess: ({ job, now, entries = [], checkpoints: { value } }) => {
    const trend = stateSizeTrend(listCheckpoints(job.id, value, entries), now);
    if (trend === undefined || !isGrowing(trend)) return [];
    const { first, last, perHour, count } = trend;
    const duration = formatDuration(last.at - first.at);
    return [
      {
        severity: 'warning',
        health: 'state growing',
        reason: `+${formatSize(perHour)} per hour`,
        text: `The state of ${job.name} grows by ${formatSize(perHour)} per hour`,
        since: first.at,
        evidence: [`${formatSize(first.value)} to ${formatSize(last.value)} in ${duration}, ${count} checkpoints`],
        next: [{ text: 'See the sizes of the checkpoints', command: `checkpoints ${job.id}` }],
      },
    ];
  },
};
