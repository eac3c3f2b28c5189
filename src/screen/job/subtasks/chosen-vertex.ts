import { hasEnded } from '../../../flink/has-ended.ts';
import type { JobVertex } from '../../../flink/responses.ts';
import { jobDetail } from '../../../session/readings/flink-readings.ts';
import { readingOf } from '../../../session/readings/reading.ts';
import { jobDiagnosis } from '../../state/job-diagnosis.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { JobPage } from '../job-page.ts';

type VertexChoice = {
  readonly vertex: JobVertex;
  readonly index: number;
  /** In topological order. */
  readonly vertices: readonly JobVertex[];
  /** Whether the user or a measured fact decided. If not, another vertex may turn out to be more interesting. */
  readonly isDecided: boolean;
};

/** Returns the vertex of the tab; undefined until the vertices are read. */
export function chosenVertex(state: ScreenState, { jobId, vertexId }: JobPage): VertexChoice | undefined {
  const vertices = verticesOf(state, jobId);
  if (vertices.length === 0) return undefined;
  const chosen = vertices.findIndex(({ id }) => id === vertexId);
  const suggested = chosen === -1 ? (jobDiagnosis(state, jobId)?.suspectId ?? busiestVertex(state, jobId)) : undefined;
  const index = Math.max(0, chosen === -1 ? vertices.findIndex(({ id }) => id === suggested) : chosen);
  const vertex = vertices[index];
  const isDecided = chosen !== -1 || suggested !== undefined || hasJobEnded(state, jobId);
  return vertex && { vertex, index, vertices, isDecided };
}

/** Returns the next or previous vertex; after the last one, the first. */
export function vertexBeside(state: ScreenState, page: JobPage, step: 1 | -1): JobVertex | undefined {
  const { vertices, index } = chosenVertex(state, page) ?? { vertices: [], index: 0 };
  return vertices.at((index + step) % vertices.length);
}

/** Returns the vertices in topological order; empty until they are read. */
export function verticesOf({ snapshot }: ScreenState, jobId: string): readonly JobVertex[] {
  if (snapshot === undefined) return [];
  return (readingOf(snapshot, jobDetail(jobId)).value ?? snapshot.loads.get(jobId)?.detail)?.vertices ?? [];
}

const hasJobEnded = ({ snapshot }: ScreenState, jobId: string): boolean =>
  snapshot?.jobs?.some(({ id, state }) => id === jobId && hasEnded(state)) ?? false;

function busiestVertex({ snapshot }: ScreenState, jobId: string): string | undefined {
  const loads = [...(snapshot?.loads.get(jobId)?.load ?? [])];
  return loads.toSorted(([, a], [, b]) => (b.busy ?? 0) - (a.busy ?? 0))[0]?.[0];
}
