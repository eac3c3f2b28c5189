import { containerRules, times } from './container-status.ts';
import { explainExit } from './exit-code.ts';
import type { PodFacts } from './pod-facts.ts';
import type { ClassificationRule, PodClassification } from './pod-status.ts';

/** A JobManager's REST API answers within seconds of its start. */
const startsWithinMs = 60_000;

/** First match. */
export const jobManagerRules: readonly ClassificationRule[] = [
  ...containerRules,
  (pod, { runningSince = 0 }, { now, restAnsweredAt = -1, isRestDenied, highAvailability }) => {
    if (highAvailability || restAnsweredAt >= runningSince) return undefined;
    if (isRestDenied) return ok('running', 'whether it answers is not known: its REST API is not allowed', pod);
    const isNew = pod.container.state === 'running' && now - pod.container.startedAt < startsWithinMs;
    return { status: isNew ? 'starting' : 'running', health: 'busy', reason: 'its REST API has not answered yet' };
  },
  (pod, _, { highAvailability, leader }) => {
    if (leader === pod.name) return ok('leader', highAvailability ? 'it leads' : 'the only JobManager', pod);
    if (leader === undefined) return ok('running', 'which JobManager leads is not known', pod);
    return ok('standby', `it takes over when ${leader} goes`, pod);
  },
];

function ok(word: PodClassification['status'], why: string, pod: PodFacts): PodClassification {
  return { status: word, health: 'ok', reason: `${why}${restartNote(pod)}` };
}

function restartNote({ restarts, lastEnd }: PodFacts): string {
  if (restarts === 0) return '';
  if (lastEnd === undefined) return `; restarted ${times(restarts)}`;
  const how = lastEnd.reason === 'OOMKilled' ? 'OOM-killed' : `with ${explainExit(lastEnd.exitCode)}`;
  return `; restarted ${times(restarts)}, it last ended ${how}`;
}
