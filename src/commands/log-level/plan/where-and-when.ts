import { roleOf } from '../../../flink/names.ts';
import { longestInterval } from '../watch/longest-interval.ts';
import type { LevelFacts } from './level-facts.ts';

/** Which file, for whom, and how soon: the lines of a plan under its difference. */
export function whereAndWhen(facts: LevelFacts, now: number): readonly string[] {
  const { file, pods, rights } = facts;
  const count = (role: string) => pods.filter(({ pod }) => roleOf(pod.metadata?.labels) === role).length;
  const longest = longestInterval(facts, now);
  const sync = rights.pods ? 'the kubelet is told at once' : 'the kubelet takes 1 to 2 minutes';
  return [
    `in ${file.key} of the ConfigMap ${file.name}, for every pod: JobManagers: ${count('jobmanager')}, TaskManagers: ${count('taskmanager')}`,
    ...(longest === undefined ? [] : [`${sync}, and each JVM looks at the file every ${longest} s`]),
  ];
}
