import { hasEnded } from '../../flink/has-ended.ts';
import type { PodRow } from '../../session/snapshot.ts';
import { countOf } from '../../text/count-of.ts';
import { formatDuration } from '../../text/duration.ts';
import { shortPodName } from '../../text/short-pod-name.ts';
import type { JobEvidence } from '../evidence.ts';
import type { JobRule } from '../rule.ts';

/** A TaskManager usually starts within this time. */
const startMs = 60_000;
/** After a restart, tasks wait this long for slots that exist, also while the pods of another job cannot start. */
const settleMs = 5000;

/** The tasks of a job wait for slots: their TaskManagers cannot be scheduled, cannot start, or are missing. */
export const missingSlots: JobRule = {
  name: 'missing-slots',
  assess: (evidence) => {
    const { job, snapshot, now } = evidence;
    const { scheduled = 0, created = 0 } = job.tasks;
    const waitingMs = now - job.lastModification;
    const isWaiting = (job.state === 'RUNNING' || job.state === 'CREATED') && scheduled + created > 0;
    if (!isWaiting || job.unresponsiveSince !== undefined) return [];
    const starting = (snapshot.pods ?? []).filter(isStarting);
    const stuck = starting.find(({ health }) => health === 'warning' || health === 'error');
    if (waitingMs < (stuck === undefined ? startMs : settleMs)) return [];
    const slots = missingCount(evidence, starting);
    const what = slots === undefined ? 'slots' : countOf(slots, 'slot');
    const why =
      (stuck && schedulerText(stuck.reason)) ??
      (starting.length > 0 ? 'TaskManagers are starting' : 'no TaskManager is starting');
    return [
      {
        severity: 'critical',
        health: 'waiting',
        reason: `for ${what}: ${why}`,
        text: `${job.name} waits for ${what}: ${why}`,
        since: job.lastModification,
        evidence: [
          `${scheduled + created} of ${job.tasks.total} tasks have waited for a slot for ${formatDuration(waitingMs)}`,
          ...starting.map(
            ({ name, status, reason }) => `${shortPodName(name, snapshot.clusterId)} ${status}: ${reason}`,
          ),
          ...(starting.length > 0 ? [] : ['no TaskManager pod is starting: see the log of the JobManager']),
        ],
        next: [
          stuck === undefined
            ? { text: 'See what the JobManager logs about slots', ...logsOf(snapshot.leader) }
            : { text: 'See the pods and their events', command: 'pods' },
          ...(snapshot.jobs?.some(({ id, state }) => id !== job.id && !hasEnded(state))
            ? [{ text: 'Free slots by cancelling another job', command: 'list' }]
            : []),
        ],
        pod: stuck?.name,
      },
    ];
  },
};

/** Shortens the words of the scheduler: `0/3 nodes have enough cpu`. */
function schedulerText(reason: string): string {
  const [, nodes, resource] = /(\d+\/\d+ nodes) are available: \d+ Insufficient ([\w./-]*\w)/.exec(reason) ?? [];
  return nodes === undefined ? reason : `${nodes} have enough ${resource}`;
}

const isStarting = ({ role, goneAt, status, taskManager }: PodRow): boolean =>
  role === 'taskmanager' &&
  goneAt === undefined &&
  taskManager === undefined &&
  (status === 'pending' || status === 'starting' || status === 'never registered' || status === 'running');

const logsOf = (pod: string | undefined) => (pod === undefined ? {} : { command: `logs ${pod}` });

/** Flink starts exactly as many TaskManagers as it needs, each with the configured number of slots. */
function missingCount({ snapshot: { configuration } }: JobEvidence, starting: readonly PodRow[]): number | undefined {
  if (configuration === undefined || starting.length === 0) return undefined;
  const perPod = Number(configuration.get('taskmanager.numberOfTaskSlots') ?? 1);
  return Number.isInteger(perPod) && perPod > 0 ? perPod * starting.length : undefined;
}
