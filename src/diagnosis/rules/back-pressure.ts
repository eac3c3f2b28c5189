import type { JobVertex } from '../../flink/responses.ts';
import type { VertexShares } from '../evidence.ts';
import type { JobRule } from '../rule.ts';
import { percent, shortVertex } from '../texts.ts';
import { busyShare, isSkewed } from './skew.ts';
import { unmeasuredLoad } from './unmeasured-load.ts';

/** Flink calls a back-pressured share above this HIGH (`JobVertexBackPressureHandler`). */
const highPressure = 0.5;

/**
 * The vertex that slows a job down: downstream of a back-pressured vertex along the edges of the graph, the first one that
 * is not back-pressured itself. If it is not busy, it waits for something outside of Flink.
 */
export const backPressure: JobRule = {
  name: 'back-pressure',
  assess: (evidence) => {
    const { job, vertices, shares } = evidence;
    const unmeasured = unmeasuredLoad(evidence, 'back-pressure');
    if (vertices === undefined || unmeasured !== undefined) return unmeasured ?? [];
    const pressured = vertices.filter(({ id }) => (shares.get(id)?.backPressured ?? 0) >= highPressure);
    if (pressured.length === 0) return [];
    const root = rootOf(pressured, vertices, shares);
    if (root === undefined) {
      const reason = 'the vertices after the back-pressured ones are not measured yet';
      return [{ kind: 'not assessed', what: 'the cause of back-pressure', reason }];
    }
    const { vertex, share } = root;
    // The rule about skew names the busy subtask.
    if (isSkewed(share, vertex.parallelism)) return [];
    const busy = busyOf(share);
    const name = shortVertex(vertex.name);
    const isBusy = busy !== undefined && busy >= busyShare;
    const load = busy === undefined ? 'load unknown' : `${percent(busy)} busy`;
    const facts = pressured.map(
      ({ id, name: other }) => `${shortVertex(other)}: ${percent(shares.get(id)?.backPressured ?? 0)} back-pressured`,
    );
    return [
      {
        severity: 'warning',
        health: 'back-pressured',
        reason: `by ${name} (${load})`,
        text: isBusy
          ? `${name} slows ${job.name} down: it is ${percent(busy)} busy`
          : `${name} slows ${job.name} down, although it is not busy (${load}): it may wait for an external system`,
        evidence: [`${vertex.name}: ${load}, parallelism ${vertex.parallelism}`, ...facts],
        next: [
          { text: 'See the load of all vertices', command: `job ${job.id}` },
          { text: `See the subtasks of ${name} and their pods`, command: `subtasks ${job.id} ${vertex.id}` },
          ...(isBusy ? [{ text: `Make ${name} faster, or raise its parallelism` }] : []),
        ],
        vertex: vertex.name,
      },
    ];
  },
};

const busyOf = ({ busiest, busy }: VertexShares): number | undefined => busiest ?? busy;

type Root = { readonly vertex: JobVertex; readonly share: VertexShares };

/** Of several candidates, returns the busiest one. */
function rootOf(
  pressured: readonly JobVertex[],
  vertices: readonly JobVertex[],
  shares: ReadonlyMap<string, VertexShares>,
): Root | undefined {
  const waiting = new Set(pressured.map(({ id }) => id));
  const next = vertices.filter(({ id, inputs }) => !waiting.has(id) && inputs.some((input) => waiting.has(input)));
  const known = next.flatMap((vertex): Root[] => {
    const share = shares.get(vertex.id);
    return share === undefined ? [] : [{ vertex, share }];
  });
  return known.sort((a, b) => (busyOf(b.share) ?? 0) - (busyOf(a.share) ?? 0))[0];
}
