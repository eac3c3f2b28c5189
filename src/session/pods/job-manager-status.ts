import { containerRules, times } from './container-status.ts';
import { explainEnd } from './exit-code.ts';
import type { PodFacts } from './pod-facts.ts';
import type { ClassificationRule, PodClassification } from './pod-status.ts';

/**
 * A JobManager without a REST response counts as starting for this long. Its REST API usually responds within seconds.
 */
const startsWithinMs = 60_000;

/** Rules for JobManagers. The first match wins. */
export const jobManagerRules: readonly ClassificationRule[] = [
  ...containerRules,
  (pod, { runningSince = 0 }, { now, restRespondedAt = -1, isRestDenied, highAvailability }) => {
    if (highAvailability || restRespondedAt >= runningSince) return undefined;
    if (isRestDenied) return ok('running', 'no permission to use its REST API', pod);
    const isNew = pod.container.state === 'running' && now - pod.container.startedAt < startsWithinMs;
    return { status: isNew ? 'starting' : 'running', health: 'busy', reason: 'REST API has not responded yet' };
  },
  (pod, _, { highAvailability, leader }) => {
    if (leader === pod.name) return ok('leader', highAvailability ? 'elected leader' : 'the only JobManager', pod);
    if (leader === undefined) return ok('running', 'leading JobManager unknown', pod);
    return ok('standby', `takes over if ${leader} fails`, pod);
  },
];

function ok(status: PodClassification['status'], reason: string, pod: PodFacts): PodClassification {
  return { status, health: 'ok', reason: `${reason}${restartNote(pod)}` };
}

function restartNote({ restarts, lastEnd }: PodFacts): string {
  if (restarts === 0) return '';
  if (lastEnd === undefined) return `; restarted ${times(restarts)}`;
  return `; restarted ${times(restarts)}, last exit: ${explainEnd(lastEnd)}`;
}
