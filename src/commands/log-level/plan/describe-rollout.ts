import { roleOf } from '../../../flink/names.ts';
import { countOf } from '../../../text/count-of.ts';
import { longestReloadInterval } from '../watch/watch-timeout.ts';
import type { LevelFacts } from './level-facts.ts';

/** Returns plan lines with the file, the affected pods and the expected delay. */
export function describeRollout(facts: LevelFacts, now: number): readonly string[] {
  const { file } = facts;
  return [
    `File: ${file.key} of ConfigMap ${file.name}`,
    `Affected pods: JobManagers: ${countPods(facts, 'jobmanager')}, TaskManagers: ${countPods(facts, 'taskmanager')}`,
    ...describeDelay(facts, now),
  ];
}

/** Like `describeRollout`, without the file. */
export function rolloutEffects(facts: LevelFacts, now: number): readonly string[] {
  const jobManagers = countOf(countPods(facts, 'jobmanager'), 'JobManager');
  return [`${jobManagers}, ${countOf(countPods(facts, 'taskmanager'), 'TaskManager')}`, ...describeDelay(facts, now)];
}

function countPods({ pods }: LevelFacts, role: string): number {
  return pods.filter(({ pod }) => roleOf(pod.metadata?.labels) === role).length;
}

function describeDelay(facts: LevelFacts, now: number): readonly string[] {
  const longest = longestReloadInterval(facts, now);
  const sync = facts.permissions.pods ? 'immediately' : 'within 1 to 2 minutes';
  return longest === undefined ? [] : [`The kubelet syncs the file ${sync}, and each JVM reads it every ${longest} s`];
}
