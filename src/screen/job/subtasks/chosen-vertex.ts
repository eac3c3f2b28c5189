import { rank } from '../../../diagnosis/diagnose.ts';
import { jobEvidence, jobJournals, recentEntries } from '../../../diagnosis/evidence.ts';
import { assessJob } from '../../../diagnosis/rule.ts';
import { jobRules } from '../../../diagnosis/rules.ts';
import { vertexOfTask } from '../../../diagnosis/texts.ts';
import { hasEnded } from '../../../flink/has-ended.ts';
import type { JobVertex } from '../../../flink/responses.ts';
import { jobDetail } from '../../../session/readings/flink-readings.ts';
import { readingOf } from '../../../session/readings/reading.ts';
import { rememberLast } from '../../draw/remember-last.ts';
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
  const suggested = chosen === -1 ? suggestedVertex(state, jobId) : undefined;
  const index = Math.max(0, chosen === -1 ? vertices.findIndex(({ id }) => id === suggested) : chosen);
  const vertex = vertices[index];
  const isDecided = chosen !== -1 || suggested !== undefined || hasJobEnded(state, jobId);
  return vertex && { vertex, index, vertices, isDecided };
}

function verticesOf({ snapshot }: ScreenState, jobId: string): readonly JobVertex[] {
  if (snapshot === undefined) return [];
  return (readingOf(snapshot, jobDetail(jobId)).value ?? snapshot.loads.get(jobId)?.detail)?.vertices ?? [];
}

const hasJobEnded = ({ snapshot }: ScreenState, jobId: string): boolean =>
  snapshot?.jobs?.some(({ id, state }) => id === jobId && hasEnded(state)) ?? false;

function suggestedVertex({ snapshot, journal, serverNow }: ScreenState, jobId: string): string | undefined {
  return snapshot && suggest(snapshot, journal, jobId, Math.floor(serverNow / refreshMs) * refreshMs);
}

const refreshMs = 10_000;

/** Returns the id of the vertex that the most urgent finding names, else of the busiest one. */
const suggest = rememberLast(
  (
    snapshot: NonNullable<ScreenState['snapshot']>,
    journal: ScreenState['journal'],
    jobId: string,
    now: number,
  ): string | undefined => {
    const job = snapshot.jobs?.find(({ id }) => id === jobId);
    const known = snapshot.loads.get(jobId);
    if (job === undefined || known === undefined) return undefined;
    const cluster = { snapshot, now, entries: journal && recentEntries(journal.entries, now) };
    const journals = journal && jobJournals(journal.entries, now);
    const { findings } = rank(assessJob(jobRules, jobEvidence(cluster, journals, job)));
    const [name] = findings.flatMap(({ vertex, cause }) => vertex ?? (cause?.task && vertexOfTask(cause.task)) ?? []);
    const named = known.detail.vertices.find((vertex) => vertex.name === name);
    return named?.id ?? busiest([...known.load].map(([id, { busy = 0 }]) => ({ id, busy })));
  },
);

function busiest(loads: readonly { readonly id: string; readonly busy: number }[]): string | undefined {
  return loads.toSorted((a, b) => b.busy - a.busy)[0]?.id;
}
