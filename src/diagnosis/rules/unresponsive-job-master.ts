import { formatDuration } from '../../text/duration.ts';
import type { JobRule } from '../rule.ts';

/** A job that Flink omits from its list, because its JobMaster does not respond. */
export const unresponsiveJobMaster: JobRule = {
  name: 'unresponsive-job-master',
  assess: ({ job: { name, unresponsiveSince }, snapshot, now }) => {
    if (unresponsiveSince === undefined) return [];
    const age = formatDuration(now - unresponsiveSince);
    const pod = snapshot.leader;
    return [
      {
        severity: 'critical',
        health: 'unresponsive',
        reason: `JobMaster silent for ${age}`,
        text: `The JobMaster of ${name} does not respond: its data is ${age} old`,
        since: unresponsiveSince,
        evidence: ['Flink omits the job from its list of jobs (FLINK-40602)'],
        next: [
          {
            text: 'Read the log of the JobManager, where the JobMaster runs',
            ...(pod !== undefined && { command: `logs ${pod}` }),
            action: 'pods.logs',
          },
        ],
        pod,
      },
    ];
  },
};
