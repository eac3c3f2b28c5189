import { causeText } from '../../session/journal/describe-entry.ts';
import { formatDuration } from '../../text/duration.ts';
import { locationOf, placeText, rootCauseOf } from '../root-cause.ts';
import type { JobRule } from '../rule.ts';

/** A job that ended with a failure and will not restart. */
export const jobFailed: JobRule = {
  name: 'job-failed',
  assess: ({ job, now, entries = [], snapshot }) => {
    if (job.state !== 'FAILED') return [];
    const failure = entries.findLast((entry) => entry.kind === 'failure');
    const cause = failure && rootCauseOf(failure);
    const ago = formatDuration(now - (job.endTime ?? now));
    const what = cause === undefined ? '' : `: ${cause.exception}${placeText(cause, snapshot.clusterId)}`;
    return [
      {
        severity: 'critical',
        health: 'failed',
        reason: `${ago} ago${what}`,
        text: `${job.name} failed ${ago} ago and was not restarted`,
        since: job.endTime,
        evidence: failure === undefined ? ['cause not read yet'] : [causeText(failure)],
        next: [
          { text: 'See the exceptions and their traces', command: `exceptions ${job.id}` },
          ...(cause?.pod === undefined
            ? []
            : [{ text: 'Read the log of the pod', command: `logs ${cause.pod} --level ERROR` }]),
          { text: 'See what happened before', command: `timeline --job ${job.id}` },
        ],
        ...locationOf(cause),
      },
    ];
  },
};
