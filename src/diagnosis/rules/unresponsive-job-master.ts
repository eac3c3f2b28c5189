import type { JobRule } from '../rule.ts';

/** A job that Flink omits from its list, because its JobMaster does not respond. */
export const unresponsiveJobMaster: JobRule = {
  name: 'unresponsive-job-master',
  assess: ({ job: { name, unresponsiveSince }, snapshot }) => {
    if (unresponsiveSince === undefined) return [];
    const pod = snapshot.leader;
    return [
      {
        severity: 'critical',
        health: 'unresponsive',
        reason: 'no answer from its JobMaster',
        text: `The JobMaster of ${name} does not respond`,
        evidence: ['Flink omits the job from its list of jobs (FLINK-40602)'],
        next: [
          {
            text: 'Read the log of the JobManager, where the JobMaster runs',
            ...(pod !== undefined && { command: `logs ${pod}` }),
          },
        ],
        pod,
      },
    ];
  },
};
