import type { ContainerRestartEntry, JournalEntry, PodEntry } from '../../session/journal/entry.ts';
import { countOf } from '../../text/count-of.ts';
import { formatDuration } from '../../text/duration.ts';
import { utcClock } from '../../text/utc-time.ts';
import { hourMs } from '../restarts.ts';
import type { ClusterRule } from '../rule.ts';

type Restarted = ContainerRestartEntry | PodEntry;

/** The JobManager restarted in the last hour. Without high availability, its jobs are lost. */
export const jobManagerRestarts: ClusterRule = {
  name: 'job-manager-restarts',
  assess: ({ entries = [], now, snapshot }) => {
    const restarts = entries.filter(isRestart).filter(({ at }) => now - at < hourMs);
    const last = restarts.at(-1);
    if (last === undefined) return [];
    const ago = formatDuration(now - last.at);
    const { highAvailability } = snapshot;
    return [
      {
        severity: highAvailability ? ('warning' as const) : ('critical' as const),
        text: `The JobManager restarted ${countOf(restarts.length, 'time')} in the last hour, last ${ago} ago${highAvailability ? '' : '. Without high availability, its jobs are lost'}`,
        since: restarts[0]?.at,
        evidence: restarts
          .slice(-3)
          .map(({ at, pod, reason }) => `${utcClock(at, now)} ${pod}: ${reason ?? 'reason unknown'}`),
        next: [
          { text: 'Read the log before the restart', command: `logs ${last.pod} --previous` },
          ...(highAvailability ? [] : [{ text: 'Set high-availability.type: kubernetes to keep jobs' }]),
        ],
        pod: last.pod,
      },
    ];
  },
};

function isRestart(entry: JournalEntry): entry is Restarted {
  if (entry.kind === 'container-restart') return entry.role === 'jobmanager';
  const isLost = entry.kind === 'pod' && entry.role === 'jobmanager';
  return isLost && (entry.phase === 'OOM-killed' || entry.phase === 'failed' || entry.phase === 'deleted');
}
