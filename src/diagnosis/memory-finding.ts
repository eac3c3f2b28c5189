import { jobsOfPods } from '../session/memory/jobs-of-pods.ts';
import { riskText } from '../session/memory/memory-texts.ts';
import type { PodMemory } from '../session/memory/pod-memory.ts';
import type { MemoryRisk } from '../session/memory/risks.ts';
import { shortPodName } from '../text/short-pod-name.ts';
import type { ClusterEvidence } from './evidence.ts';
import type { Step } from './finding.ts';
import type { ClusterResult } from './rule.ts';

type Details = {
  /** Facts behind the sentence. */
  readonly evidence: readonly string[];
  readonly next: readonly Step[];
};

/** Judges each process, and returns a finding for each risk. */
export function memoryFindings<Risk extends MemoryRisk>(
  { snapshot }: ClusterEvidence,
  riskOf: (memory: PodMemory) => Risk | undefined,
  details: (risk: Risk, memory: PodMemory) => Details,
): readonly ClusterResult[] {
  const { memory, clusterId } = snapshot;
  const placed = jobsOfPods(snapshot);
  return [...memory.pods.values()].flatMap((pod): readonly ClusterResult[] => {
    const risk = pod.endedAt === undefined ? riskOf(pod) : undefined;
    if (risk === undefined) return [];
    const { evidence, next } = details(risk, pod);
    const jobs = placed.get(pod.name) ?? [];
    const running = jobs.length === 0 ? [] : [`runs ${jobs.map(({ name }) => name).join(', ')}`];
    return [
      {
        severity: risk.severity,
        text: `${processName(pod, clusterId)}: ${riskText(risk)}`,
        evidence: [...evidence, ...running],
        next: [{ text: 'Show its memory', command: `memory ${pod.name}` }, ...next],
        pod: pod.name,
        affects: pod.role === 'jobmanager' || placed.size === 0 ? undefined : jobs.map(({ id }) => id),
      },
    ];
  });
}

const processName = ({ name, role }: PodMemory, clusterId: string): string =>
  role === 'jobmanager' ? 'JobManager' : `TaskManager ${shortPodName(name, clusterId)}`;

/** The prefix of Flink's memory options for a process. */
export const optionPrefix = ({ role }: PodMemory): string => `${role}.memory`;
