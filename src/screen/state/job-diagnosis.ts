import { findBottleneck } from '../../diagnosis/bottleneck.ts';
import { type Diagnosis, diagnoseJob } from '../../diagnosis/diagnose.ts';
import { jobEvidence } from '../../diagnosis/evidence.ts';
import type { JobVertex } from '../../flink/responses.ts';
import type { JobEventTime } from '../../session/event-time/job-event-time.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { type ShownEvidence, shownEvidence } from './job-evidence.ts';
import type { ScreenState } from './screen-state.ts';

export type JobDiagnosis = Diagnosis & {
  /** Id of the vertex that slows the job down; undefined if there is none, or if it is unknown. */
  readonly bottleneckId: string | undefined;
  /** Id of the vertex to look at first: the one that the most urgent finding names, else the bottleneck. */
  readonly suspectId: string | undefined;
  /** undefined until it is read. */
  readonly eventTime: JobEventTime | undefined;
};

/** Returns what is wrong with a job; undefined until Flink lists the job. */
export function jobDiagnosis(state: ScreenState, jobId: string): JobDiagnosis | undefined {
  const evidence = shownEvidence(state);
  return evidence && diagnosisOf(evidence, jobId);
}

const diagnosisOf = rememberLast(({ cluster, journals }: ShownEvidence, jobId: string): JobDiagnosis | undefined => {
  const job = cluster.snapshot.jobs?.find(({ id }) => id === jobId);
  if (job === undefined) return undefined;
  const { vertices = [], shares, eventTime } = jobEvidence(cluster, journals, job);
  const bottleneckId = findBottleneck(vertices, shares)?.root?.vertex.id;
  const diagnosis = diagnoseJob(cluster, journals, job);
  return { ...diagnosis, bottleneckId, suspectId: namedVertex(diagnosis, vertices) ?? bottleneckId, eventTime };
});

function namedVertex({ findings }: Diagnosis, vertices: readonly JobVertex[]): string | undefined {
  const named = findings.find(({ vertex }) => vertex !== undefined)?.vertex;
  return vertices.find(({ name }) => name === named)?.id;
}
