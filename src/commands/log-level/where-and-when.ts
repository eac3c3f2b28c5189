import { roleOf } from '../../flink/names.ts';
import type { LevelFacts } from './level-facts.ts';
import { reloadInterval } from './reload-interval.ts';

/** Which file, for whom, and how soon: the lines of a plan under its difference. */
export function whereAndWhen({ file, pods, rights }: LevelFacts, now: number): readonly string[] {
  const count = (role: string) => pods.filter(({ pod }) => roleOf(pod.metadata?.labels) === role).length;
  const intervals = pods.map(({ pod }) => reloadInterval(file, pod, now)).filter((seconds) => seconds !== undefined);
  const sync = rights.pods ? 'the kubelet is told at once' : 'the kubelet takes 1 to 2 minutes';
  return [
    `in ${file.key} of the ConfigMap ${file.name}, for every pod: JobManagers: ${count('jobmanager')}, TaskManagers: ${count('taskmanager')}`,
    ...(intervals.length === 0 ? [] : [`${sync}, and each JVM looks at the file every ${Math.max(...intervals)} s`]),
  ];
}
