import type { JobRule } from '../rule.ts';
import { percent, shortVertex } from '../texts.ts';
import { unevenSubtasks } from '../uneven-subtask.ts';

/** One subtask of a vertex is busy because it gets more records, and the others are not. */
export const skew: JobRule = {
  name: 'skew',
  assess: ({ job, vertices, shares, pods }) => {
    const worst = unevenSubtasks({ vertices, shares }).find(({ kind }) => kind === 'skewed');
    if (worst === undefined) return [];
    const { vertex, share, busiest, others, index } = worst;
    const name = shortVertex(vertex.name);
    const subtask = index === undefined ? undefined : index + 1;
    const place = subtask === undefined ? name : `${name} (${subtask}/${vertex.parallelism})`;
    const pod = index === undefined ? undefined : pods.get(vertex.id)?.[index];
    const load = `${percent(busiest)} busy, others ${percent(others)}`;
    return [
      {
        severity: 'warning',
        health: 'skewed',
        reason: `${subtask === undefined ? name : `${name} ${subtask}/${vertex.parallelism}`} ${load}`,
        text: `One subtask of ${name} does most of the work of ${job.name}: ${place} is ${percent(busiest)} busy, the others ${percent(others)} on average`,
        evidence: [
          `${vertex.name}: busiest subtask ${percent(busiest)}, average ${percent(share.busy ?? 0)}`,
          ...(pod === undefined ? [] : [`${place} runs on ${pod}`]),
        ],
        next: [
          { text: 'See the load of the subtasks', command: `subtasks ${job.id} ${vertex.id}` },
          { text: `Choose a key for ${name} that spreads the records` },
        ],
        vertex: vertex.name,
        subtask,
        pod,
      },
    ];
  },
};
