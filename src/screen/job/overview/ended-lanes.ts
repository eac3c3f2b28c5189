import type { JobVertex } from '../../../flink/responses.ts';
import type { RememberedJob } from '../../../session/journal/last-seen/remembered-job.ts';
import { type SeenLoad, type SeenVertex, seenVertices } from '../../../session/journal/last-seen/seen-vertices.ts';

/** What was last seen of a vertex of an ended job. */
export type PastVertex = {
  readonly load: (Omit<SeenLoad, 'readRecords' | 'writeRecords'> & PastRates) | undefined;
  readonly isBottleneck: boolean;
};
type PastRates = {
  readonly rates: Pick<SeenLoad, 'readRecords' | 'writeRecords'>;
  /** Epoch ms by the API server's clock. */
  readonly measuredAt: number;
};

/** Returns what was last seen of these vertices of an ended job. */
export function pastVertices(
  vertices: readonly Pick<JobVertex, 'name'>[],
  { lastSeen }: RememberedJob,
): readonly PastVertex[] {
  const seen = lastSeen === undefined ? [] : seenVertices(lastSeen);
  const byName = new Map(seen.map((vertex) => [vertex.name, vertex]));
  return vertices.map(({ name }, index) => {
    // Long names are cut in the journal, and of large jobs it has only some vertices.
    const past = seen.length === vertices.length ? seen[index] : byName.get(name);
    return { load: loadOf(past, lastSeen?.measuredAt), isBottleneck: past?.isBottleneck === true };
  });
}

function loadOf(vertex: SeenVertex | undefined, measuredAt = 0): PastVertex['load'] {
  if (vertex?.load === undefined) return undefined;
  const { readRecords, writeRecords, ...shares } = vertex.load;
  return { ...shares, rates: { readRecords, writeRecords }, measuredAt };
}

const noVertices: readonly JobVertex[] = [];

/** Returns the vertices of a job that only the journal knows. */
export function verticesOf({ state, lastSeen }: RememberedJob): readonly JobVertex[] {
  if (lastSeen === undefined) return noVertices;
  const status = state === 'FINISHED' || state === 'CANCELED' ? state : unknownStatus;
  return seenVertices(lastSeen).map(({ name, parallelism, inputs }, index) => ({
    ...{ id: idOf(index), name, parallelism, status, tasks: {}, inputs: inputs.map(idOf), counters: undefined },
  }));
}

/** The journal does not know in which state the tasks of a failed job ended. */
export const unknownStatus = '–';

const idOf = (index: number): string => `vertex ${index}`;
