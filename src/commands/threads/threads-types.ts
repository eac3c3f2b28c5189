import type { FlameGraphType, ProfilerMode } from '../../flink/thread-responses.ts';
import type { SamplingPace } from '../../session/threads/sample-threads.ts';

/** The subtask to look at. Missing parts mean the busiest one. `subtask` is from 1. */
export type Selection = {
  readonly job: string;
  readonly vertex: string | undefined;
  readonly subtask: number | undefined;
};

export type ThreadsRequest =
  | (Selection & SamplingPace & { readonly kind: 'profile' })
  | (SamplingPace & { readonly kind: 'job manager' })
  /** All threads of the TaskManager once. */
  | (Selection & { readonly kind: 'all' })
  | (Selection & { readonly kind: 'flame graph'; readonly type: FlameGraphType })
  | (Selection & {
      readonly kind: 'profiler';
      readonly mode: ProfilerMode;
      readonly seconds: number;
      readonly file: string;
    });

export const flameGraphTypes = { full: 'full', 'on-cpu': 'on_cpu', 'off-cpu': 'off_cpu' } as const satisfies {
  readonly [choice: string]: FlameGraphType;
};

export type ThreadsResult = {
  readonly lines: readonly string[];
  readonly data: unknown;
  /** Pods of the sampled TaskManagers, or the saved file. */
  readonly names: readonly string[];
};
