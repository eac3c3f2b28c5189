import { hasEnded } from '../../flink/has-ended.ts';
import { causeText } from '../../session/journal/describe-entry.ts';
import type { FailureEntry } from '../../session/journal/entry.ts';
import { formatDuration } from '../../text/duration.ts';
import type { JobEvidence } from '../evidence.ts';
import type { RootCause } from '../finding.ts';
import { lostTaskManagerIn } from '../lost-message.ts';
import { countSince, failuresOf, hourMs, type Restart, restartsInHour } from '../restarts.ts';
import { locationOf, placeText, rootCauseOf } from '../root-cause.ts';
import type { JobRule } from '../rule.ts';
import { vertexOfTask } from '../texts.ts';

const recentMs = 10 * 60_000;
/** Restarts in the last ten minutes from which a job counts as restarting again and again. */
const loopFrom = 2;
const maxCauses = 3;

/** A job that restarts again and again, or that restarted in the last ten minutes. A job that has ended does neither. */
export const restartLoop: JobRule = {
  name: 'restart-loop',
  assess: (evidence) => {
    const { restarts, now, job, snapshot } = evidence;
    if (hasEnded(job.state)) return [];
    if (restarts === undefined) {
      return [{ kind: 'not assessed', what: 'restarts', reason: 'no journal has been recorded' }];
    }
    const inHour = restartsInHour(restarts, now);
    const recent = inHour.filter(({ at }) => now - at < recentMs);
    const last = recent.at(-1);
    if (last === undefined) return [];
    const isLoop = recent.length >= loopFrom || recent.some(({ kind }) => kind === 'restarts');
    const count = countSince(inHour, now - hourMs);
    const groups = groupCauses(inHour);
    const cause = groups[0] && rootCauseOf(groups[0].first);
    const isExpired = cause !== undefined && isExpiredCheckpoint(cause.message);
    const how = cause && lostTaskManagerIn(cause.message);
    const what = isExpired ? 'checkpoint expired' : how === undefined ? cause?.exception : `TaskManager ${how}`;
    const ago = formatDuration(now - last.at);
    return [
      {
        severity: isLoop ? 'critical' : 'warning',
        health: isLoop ? 'restarting' : 'restarted',
        reason: `${isLoop ? `${count} in 1h` : `${ago} ago`}${cause === undefined ? '' : `: ${what}${placeText(cause, snapshot.clusterId)}`}`,
        text: isLoop
          ? `${job.name} restarts again and again: ${count} times in the last hour, last ${ago} ago`
          : `${job.name} restarted ${ago} ago`,
        since: burstStart(inHour),
        evidence: evidenceOf(groups),
        next: nextSteps(evidence, cause, isExpired),
        ...locationOf(cause),
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

type CauseGroup = { readonly first: FailureEntry; readonly count: number };

/** Groups the failures by exception and vertex, the most frequent first. */
function groupCauses(restarts: readonly Restart[]): readonly CauseGroup[] {
  const groups = Map.groupBy(failuresOf(restarts), ({ exception, task = '' }) => `${exception} ${vertexOfTask(task)}`);
  return [...groups.values()]
    .flatMap((failures): CauseGroup[] => {
      const [first] = failures;
      return first === undefined ? [] : [{ first, count: failures.length }];
    })
    .sort((a, b) => b.count - a.count || a.first.at - b.first.at);
}

function evidenceOf(groups: readonly CauseGroup[]): readonly string[] {
  if (groups.length === 0) return ['Flink no longer lists the failures'];
  return [
    ...groups.slice(0, maxCauses).map(({ first, count }) => `${count} x ${causeText(first)}`),
    ...(groups.length > maxCauses ? [`${groups.length - maxCauses} other causes`] : []),
  ];
}

function nextSteps({ job }: JobEvidence, cause: RootCause | undefined, isExpired: boolean) {
  return [
    isExpired
      ? { text: 'Find the slow subtask of the checkpoints', command: `checkpoints ${job.id}` }
      : { text: 'See the exceptions and their traces', command: `exceptions ${job.id}` },
    ...(cause?.pod === undefined || isExpired
      ? []
      : [{ text: 'Read the errors in the log of the pod', command: `logs ${cause.pod} --level ERROR` }]),
    { text: 'See what happened before', command: `timeline --job ${job.id}` },
  ];
}
