import { formatDuration } from '../../text/duration.ts';
import { shortPodName } from '../../text/short-pod-name.ts';
import type { ClusterRule } from '../rule.ts';

/** TaskManagers that run, but do not register with the JobManager. */
export const neverRegistered: ClusterRule = {
  name: 'never-registered',
  assess: ({ snapshot, now }) =>
    (snapshot.pods ?? [])
      .filter(({ status, goneAt }) => status === 'never registered' && goneAt === undefined)
      .map(({ name, reason, createdAt }) => ({
        severity: 'critical' as const,
        text: `TaskManager ${shortPodName(name, snapshot.clusterId)} runs, but has not registered with the JobManager`,
        since: createdAt,
        evidence: [reason, `created ${formatDuration(now - createdAt)} ago`],
        next: [{ text: 'See why it cannot connect', command: `logs ${name}` }],
        pod: name,
      })),
};
