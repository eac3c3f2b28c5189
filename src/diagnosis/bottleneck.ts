import type { JobVertex } from '../flink/responses.ts';
import type { VertexShares } from './evidence.ts';

/** Flink calls a back-pressured share above this HIGH (`JobVertexBackPressureHandler`). */
export const highPressure = 0.5;

/** The vertex that slows a job down, and the vertices that wait for it. */
export type Bottleneck = {
  /** undefined if no vertex after the back-pressured ones is measured. */
  readonly root: { readonly vertex: JobVertex; readonly share: VertexShares } | undefined;
  /** In topological order. */
  readonly pressured: readonly JobVertex[];
};

/**
 * Finds the root of back-pressure: downstream of a back-pressured vertex along the edges of the graph, the first one that
 * is not back-pressured itself. Of several candidates, it is the busiest one. Returns undefined without back-pressure.
 */
export function findBottleneck(
  vertices: readonly JobVertex[],
  shares: ReadonlyMap<string, VertexShares>,
): Bottleneck | undefined {
  const pressured = vertices.filter(({ id }) => (shares.get(id)?.backPressured ?? 0) >= highPressure);
  if (pressured.length === 0) return undefined;
  const waiting = new Set(pressured.map(({ id }) => id));
  const next = vertices.filter(({ id, inputs }) => !waiting.has(id) && inputs.some((input) => waiting.has(input)));
  const known = next.flatMap((vertex) => {
    const share = shares.get(vertex.id);
    return share === undefined ? [] : [{ vertex, share }];
  });
  const [root] = known.sort((a, b) => (busyOf(b.share) ?? 0) - (busyOf(a.share) ?? 0));
  return { root, pressured };
}

/** Returns how busy a vertex is: its busiest subtask, or the average one if only that is known. */
export const busyOf = ({ busiest, busy }: VertexShares): number | undefined => busiest ?? busy;
