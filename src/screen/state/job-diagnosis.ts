import { diagnoseWithVertices, type JobDiagnosis } from '../../diagnosis/job-diagnosis.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { type ShownEvidence, shownEvidence } from './job-evidence.ts';
import type { ScreenState } from './screen-state.ts';

/** Returns what is wrong with a job; undefined until Flink lists the job. */
export function jobDiagnosis(state: ScreenState, jobId: string): JobDiagnosis | undefined {
  const evidence = shownEvidence(state);
  return evidence && diagnosisOf(evidence, jobId);
}

const diagnosisOf = rememberLast(({ cluster, journals }: ShownEvidence, jobId: string): JobDiagnosis | undefined => {
  const job = cluster.snapshot.jobs?.find(({ id }) => id === jobId);
  return job && diagnoseWithVertices(cluster, journals, job);
});
