import { roleOf } from '../../flink/names.ts';
import type { JobOverview } from '../../flink/responses.ts';
import type { Pod } from '../../kubernetes/objects.ts';
import { countOf } from '../../text/count-of.ts';
import { someOf } from '../../text/some-of.ts';
import type { DescribedJob } from '../job/affected-jobs.ts';
import type { PlanSection } from '../record/plan/plan-section.ts';

export function jobLines(jobs: readonly JobOverview[] | Error, described: readonly DescribedJob[]): readonly string[] {
  if (jobs instanceof Error) return [];
  return jobs.length === 0 ? ['No running jobs'] : described.map(({ line }) => `Job ${line}`);
}

export function jobSections(
  jobs: readonly JobOverview[] | Error,
  described: readonly DescribedJob[],
  takesSavepoints: boolean,
): readonly PlanSection[] {
  if (jobs instanceof Error) return [];
  const count = countOf(jobs.length, 'job');
  const heading = takesSavepoints
    ? `Takes a savepoint of ${count}, then ends ${jobs.length === 1 ? 'it' : 'them'}`
    : `Ends ${count}`;
  return jobs.length === 0
    ? [{ kind: 'text', heading: 'Ends', lines: ['No running jobs'] }]
    : [{ kind: 'items', heading, items: described.map(({ item }) => item) }];
}

export function podLine(pods: readonly Pod[] | Error): string {
  if (pods instanceof Error) return `Pods: unknown, ${pods.message}`;
  return `JobManagers: ${countPods(pods, 'jobmanager')}, TaskManagers: ${countPods(pods, 'taskmanager')}`;
}

export function podCounts(pods: readonly Pod[] | Error): string {
  if (pods instanceof Error) return `unknown: ${pods.message}`;
  return `${countOf(countPods(pods, 'jobmanager'), 'JobManager')}, ${countOf(countPods(pods, 'taskmanager'), 'TaskManager')}`;
}

function countPods(pods: readonly Pod[], role: string): number {
  return pods.filter(({ metadata }) => roleOf(metadata?.labels) === role).length;
}

export function haLine(names: readonly string[] | Error, clusterId: string): string {
  if (names instanceof Error) return `High-availability ConfigMaps: unknown, ${names.message}`;
  if (names.length === 0) return 'No high availability: only checkpoint and savepoint files remain';
  return `High-availability ConfigMaps remain, and the jobs recover if ${clusterId} is started again: ${someOf(names)}`;
}

/** Like `haLine`, one line for each kind of object. */
export function keptObjects(names: readonly string[] | Error, clusterId: string): readonly string[] {
  const files = 'Checkpoint and savepoint files';
  if (names instanceof Error) return [files, haLine(names, clusterId)];
  if (names.length === 0) return [`${files} (without high availability, the jobs do not recover)`];
  return [files, `High-availability ConfigMaps: ${someOf(names)}`, `The jobs recover if ${clusterId} is started again`];
}
