import type { JobVertex } from '../../flink/responses.ts';
import type { JobEvidence, VertexShares } from '../evidence.ts';
import type { JobRule } from '../rule.ts';
import { percent, shortVertex } from '../texts.ts';

/** From this share on, a subtask limits the rate of the vertices before it. */
export const busyShare = 0.8;
/** The others are on average at most this busy. */
const idleShare = 0.5;

/** One subtask of a vertex is busy, and the others are not. */
export const skew: JobRule = {
  name: 'skew',
  assess: ({ job, vertices = [], shares, pods }) => {
    const skewed = vertices
      .flatMap((vertex) => {
        const share = shares.get(vertex.id);
        return share !== undefined && isSkewed(share, vertex.parallelism) ? [{ vertex, share }] : [];
      })
      .sort((a, b) => (b.share.busiest ?? 0) - (a.share.busiest ?? 0));
    const [worst] = skewed;
    if (worst === undefined) return [];
    const { vertex, share } = worst;
    const name = shortVertex(vertex.name);
    const busiest = share.busiest ?? 0;
    const others = othersOf(share, vertex.parallelism) ?? 0;
    const index = share.subtasks?.indexOf(largestOf(share.subtasks)) ?? -1;
    const subtask = index < 0 ? undefined : index + 1;
    const place = subtask === undefined ? name : `${name} (${subtask}/${vertex.parallelism})`;
    const pod = pods.get(vertex.id)?.[index];
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

/** Average busy share of all subtasks but the busiest; undefined if only the average of all is known. */
function othersOf({ busiest, busy }: VertexShares, parallelism: number): number | undefined {
  if (busiest === undefined || busy === undefined || parallelism < 2) return undefined;
  return Math.max(0, (busy * parallelism - busiest) / (parallelism - 1));
}

export function isSkewed(share: VertexShares, parallelism: number): boolean {
  const others = othersOf(share, parallelism);
  return others !== undefined && (share.busiest ?? 0) >= busyShare && others <= idleShare;
}

function largestOf(subtasks: readonly (number | undefined)[]): number | undefined {
  return subtasks.reduce((most, busy) => (busy !== undefined && busy > (most ?? -1) ? busy : most), undefined);
}

/** Returns the vertices that may be skewed, as far as their averages say, the busiest first. */
export function suspects({ vertices = [], shares }: Pick<JobEvidence, 'vertices' | 'shares'>): readonly JobVertex[] {
  return vertices
    .filter(({ id, parallelism }) => parallelism > 1 && (shares.get(id)?.busy ?? 0) * parallelism >= busyShare)
    .sort((a, b) => (shares.get(b.id)?.busy ?? 0) - (shares.get(a.id)?.busy ?? 0));
}
