import { roleOf } from '../../../flink/names.ts';
import { longestReloadInterval } from '../watch/watch-timeout.ts';
import type { LevelFacts } from './level-facts.ts';

/** Returns plan lines with the file, the affected pods and the expected delay. */
export function describeRollout(facts: LevelFacts, now: number): readonly string[] {
  const { file, pods, permissions } = facts;
  const count = (role: string) => pods.filter(({ pod }) => roleOf(pod.metadata?.labels) === role).length;
  const longest = longestReloadInterval(facts, now);
  const sync = permissions.pods ? 'immediately' : 'within 1 to 2 minutes';
  return [
    `File: ${file.key} of ConfigMap ${file.name}`,
    `Affected pods: JobManagers: ${count('jobmanager')}, TaskManagers: ${count('taskmanager')}`,
    ...(longest === undefined ? [] : [`The kubelet syncs the file ${sync}, and each JVM reads it every ${longest} s`]),
  ];
}
