import type { JobVertex } from '../../src/flink/responses.ts';

/** A vertex whose subtasks all run. */
export function vertexOf(id: string, inputs: readonly string[] = [], part: Partial<JobVertex> = {}): JobVertex {
  const { parallelism = 2 } = part;
  return {
    id,
    name: id,
    parallelism,
    status: 'RUNNING',
    tasks: { running: parallelism },
    inputs,
    counters: undefined,
    ...part,
  };
}
