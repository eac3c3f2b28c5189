import { formatDuration } from '../../text/duration.ts';
import { shortPodName } from '../../text/short-pod-name.ts';
import { utcClock } from '../../text/utc-time.ts';
import type { JobEvidence } from '../evidence.ts';
import type { RootCause } from '../finding.ts';
import { lostTaskManagerIn } from '../lost-message.ts';
import { countSince, failuresOf, hourMs, type Restart, restartsInHour } from '../restarts.ts';
import type { JobRule } from '../rule.ts';
import { shortVertex, subtaskOfTask, vertexOfTask, withoutAttempt } from '../texts.ts';

const recentMs = 10 * 60_000;
/** Restarts in the last ten minutes from which a job counts as restarting again and again. */
const loopFrom = 2;
const maxCauses = 3;

/** A job that restarts again and again, or that restarted in the last ten minutes. */
export const restartLoop: JobRule = {
  name: 'restart-loop',
  assess: (evidence) => {
    const { restarts, now, job, snapshot } = evidence;
    if (restarts === undefined) {
      return [{ kind: 'not assessed', what: 'restarts', reason: 'no journal has been recorded' }];
    }
    const inHour = restartsInHour(restarts, now);
    const recent = inHour.filter(({ at }) => now - at < recentMs);
    const last = recent.at(-1);
    if (last === undefined) return [];
    const isLoop = recent.length >= loopFrom || recent.some(({ kind }) => kind === 'restarts');
    const count = countSince(inHour, now - hourMs);
    const cause = causeOf(inHour);
    const isExpired = cause !== undefined && isExpiredCheckpoint(cause.message);
    const where = cause && placeOf(cause, snapshot.clusterId);
    const what = isExpired ? 'checkpoint expired' : cause && (lostTaskManagerIn(cause.message) ?? cause.exception);
    const ago = formatDuration(now - last.at);
    return [
      {
        severity: isLoop ? 'critical' : 'warning',
        health: isLoop ? 'restarting' : 'restarted',
        reason: `${isLoop ? `${count} in 1h` : `${ago} ago`}${what === undefined ? '' : `: ${what}`}${where ?? ''}`,
        text: isLoop
          ? `${job.name} restarts again and again: ${count} times in the last hour, last ${ago} ago`
          : `${job.name} restarted ${ago} ago`,
        since: burstStart(inHour),
        evidence: evidenceOf(evidence, inHour, cause),
        next: nextSteps(evidence, cause, isExpired),
        cause,
        vertex: cause?.task && vertexOfTask(cause.task),
        subtask: cause?.task === undefined ? undefined : subtaskOfTask(cause.task),
        pod: cause?.pod,
      },
    ];
  },
};

/** Returns the time of the first restart since the last pause of ten minutes. */
function burstStart(restarts: readonly Restart[]): number | undefined {
  const pause = restarts.findLastIndex(({ at }, index) => at - (restarts[index - 1]?.at ?? at) >= recentMs);
  return restarts[Math.max(0, pause)]?.at;
}

/** Flink's FlinkRuntimeException after too many failed checkpoints (`CheckpointFailureManager`). */
const isExpiredCheckpoint = (message: string): boolean =>
  /exceeded checkpoint tolerable failure threshold/i.test(message) && /expired/i.test(message);

/** The first cause of the restarts in the last hour that happened most often. */
function causeOf(restarts: readonly Restart[]): RootCause | undefined {
  const [most] = groupCauses(restarts);
  return most?.first;
}

type CauseGroup = { readonly first: RootCause; readonly count: number; readonly lastAt: number };

/** Groups the failures by exception and vertex, the most frequent first. */
function groupCauses(restarts: readonly Restart[]): readonly CauseGroup[] {
  const groups = new Map<string, CauseGroup>();
  for (const { exception, message, task, pod, at } of failuresOf(restarts)) {
    const key = `${exception} ${task === undefined ? '' : vertexOfTask(task)}`;
    const known = groups.get(key);
    const first = { exception, message, task: task && withoutAttempt(task), pod, at };
    groups.set(key, { first: known?.first ?? first, count: (known?.count ?? 0) + 1, lastAt: at });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count || a.first.at - b.first.at);
}

/** ` in enrich, taskmanager-1-5` */
function placeOf({ task, pod }: RootCause, clusterId: string): string {
  const vertex = task === undefined ? '' : ` in ${shortVertex(vertexOfTask(task))}`;
  return vertex + (pod === undefined ? '' : `, ${shortPodName(pod, clusterId)}`);
}

function evidenceOf(
  { now }: JobEvidence,
  restarts: readonly Restart[],
  cause: RootCause | undefined,
): readonly string[] {
  const groups = groupCauses(restarts);
  const causes = groups.slice(0, maxCauses).map(({ first, count }) => {
    const place = [first.task && `in ${first.task}`, first.pod && `on ${first.pod}`].filter(Boolean).join(' ');
    return `${count} x ${[first.exception, first.message].filter(Boolean).join(': ')}${place && `, ${place}`}`;
  });
  return [
    ...(cause === undefined ? ['the failures are no longer listed by Flink'] : [`first at ${utcClock(cause.at, now)}`]),
    ...causes,
    ...(groups.length > maxCauses ? [`${groups.length - maxCauses} other causes`] : []),
  ];
}

function nextSteps({ job, now }: JobEvidence, cause: RootCause | undefined, isExpired: boolean) {
  const timeline = { text: 'See what happened before', command: `timeline --job ${job.id}`, action: 'timeline.show' };
  if (isExpired) {
    return [{ text: 'Find the slow subtask of the checkpoints', action: 'job.open' }, timeline];
  }
  if (cause?.pod === undefined) return [timeline];
  const minutes = Math.ceil((now - cause.at) / 60_000) + 1;
  return [
    {
      text: 'Read the log of the pod at the failure',
      command: `logs ${cause.pod} --level ERROR --since ${minutes}m`,
      action: 'job.open',
    },
    timeline,
  ];
}
