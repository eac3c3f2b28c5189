import { formatDuration } from '../../text/duration.ts';
import { shortPodName } from '../../text/short-pod-name.ts';
import type { RootCause } from '../finding.ts';
import type { JobRule } from '../rule.ts';
import { shortVertex, vertexOfTask, withoutAttempt } from '../texts.ts';

/** A job that ended with a failure and will not restart. */
export const jobFailed: JobRule = {
  name: 'job-failed',
  assess: ({ job, now, entries = [], snapshot }) => {
    if (job.state !== 'FAILED') return [];
    const cause = causeOf();
    const ago = formatDuration(now - (job.endTime ?? now));
    const place = cause?.task === undefined ? '' : ` in ${shortVertex(vertexOfTask(cause.task))}`;
    const pod = cause?.pod === undefined ? '' : `, ${shortPodName(cause.pod, snapshot.clusterId)}`;
    const what = cause === undefined ? '' : `: ${cause.exception}${place}${pod}`;
    return [
      {
        severity: 'critical',
        health: 'failed',
        reason: `${ago} ago${what}`,
        text: `${job.name} failed ${ago} ago and was not restarted`,
        since: job.endTime,
        evidence: cause === undefined ? ['cause not read yet'] : [`${cause.exception}: ${cause.message}`],
        next: [
          ...(cause?.pod === undefined
            ? []
            : [{ text: 'Read the log of the pod', command: `logs ${cause.pod} --level ERROR`, action: 'job.open' }]),
          { text: 'See what happened before', command: `timeline --job ${job.id}`, action: 'timeline.show' },
        ],
        cause,
        vertex: cause?.task && vertexOfTask(cause.task),
        pod: cause?.pod,
      },
    ];

    function causeOf(): RootCause | undefined {
      const failure = entries.findLast((entry) => entry.kind === 'failure' && entry.job === job.id);
      if (failure?.kind !== 'failure') return undefined;
      const { exception, message, task, pod, at } = failure;
      return { exception, message, task: task && withoutAttempt(task), pod, at };
    }
  },
};
