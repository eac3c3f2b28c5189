import type { JobVertex } from '../../../flink/responses.ts';
import type { FoundSubtask } from '../../../session/threads/find-subtask.ts';
import { profileOf, type Sample, type ThreadProfile } from '../../../session/threads/thread-profile.ts';

export type SampledVertex = Pick<JobVertex, 'id' | 'name' | 'parallelism' | 'status'>;

/** A series of thread dumps that the user has asked for, and its samples. Times are epoch ms by the local clock. */
export type ThreadSampling = {
  readonly id: number;
  readonly jobId: string;
  readonly vertex: SampledVertex;
  /** From 1; undefined while the busiest subtask is being found. */
  readonly subtask: number | undefined;
  /** undefined until the subtask is found. */
  readonly found: FoundSubtask | undefined;
  readonly startedAt: number;
  /** Number of dumps to take. */
  readonly count: number;
  readonly samples: readonly Sample[];
  readonly progress:
    | { readonly state: 'running'; readonly abort: AbortController }
    /** `stopped` by the user. */
    | { readonly state: 'done' | 'stopped'; readonly at: number }
    | { readonly state: 'failed'; readonly at: number; readonly error: Error };
};

export const isRunning = ({ progress }: ThreadSampling): boolean => progress.state === 'running';

/** Returns the newest sampling of a subtask. */
export function lastSampling(
  samplings: readonly ThreadSampling[],
  jobId: string,
  vertexId: string,
  subtask: number,
): ThreadSampling | undefined {
  return samplings.find((one) => one.jobId === jobId && one.vertex.id === vertexId && one.subtask === subtask);
}

const profiles = new WeakMap<readonly Sample[], ThreadProfile>();

/** Merges the samples so far. */
export function profileOfSampling({ samples, found }: ThreadSampling): ThreadProfile {
  const profile = profiles.get(samples) ?? profileOf(samples, found?.mailboxWait ?? 'unknown');
  profiles.set(samples, profile);
  return profile;
}

/** `work (1/2)`, or `work` while the busiest subtask is being found. */
export const samplingText = ({ vertex, subtask }: Pick<ThreadSampling, 'vertex' | 'subtask'>): string =>
  subtask === undefined ? vertex.name : `${vertex.name} (${subtask}/${vertex.parallelism})`;
