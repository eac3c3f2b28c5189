import type { JobVertex } from '../flink/responses.ts';
import type { JobEventTime } from '../session/event-time/job-event-time.ts';
import type { JobRow } from '../session/readings/join-jobs.ts';
import { findBottleneck } from './bottleneck.ts';
import { type Diagnosis, diagnoseJob } from './diagnose.ts';
import { type ClusterEvidence, type JobJournals, jobEvidence } from './evidence.ts';

export type JobDiagnosis = Diagnosis & {
  /** Id of the vertex that slows the job down; undefined if there is none, or if it is unknown. */
  readonly bottleneckId: string | undefined;
  /** Id of the vertex to look at first: the one that the most urgent finding names, else the bottleneck. */
  readonly suspectId: string | undefined;
  /** undefined until it is read. */
  readonly eventTime: JobEventTime | undefined;
};

/** Judges one job, and names the vertices that matter. */
export function diagnoseWithVertices(
  cluster: ClusterEvidence,
  journals: JobJournals | undefined,
  job: JobRow,
): JobDiagnosis {
  const { vertices = [], shares, eventTime } = jobEvidence(cluster, journals, job);
  const bottleneckId = findBottleneck(vertices, shares)?.root?.vertex.id;
  const diagnosis = diagnoseJob(cluster, journals, job);
  return { ...diagnosis, bottleneckId, suspectId: namedVertex(diagnosis, vertices) ?? bottleneckId, eventTime };
}

function namedVertex({ findings }: Diagnosis, vertices: readonly JobVertex[]): string | undefined {
  const named = findings.find(({ vertex }) => vertex !== undefined)?.vertex;
  return vertices.find(({ name }) => name === named)?.id;
}
