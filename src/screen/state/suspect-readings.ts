import { jobEvidence } from '../../diagnosis/evidence.ts';
import { suspects } from '../../diagnosis/rules/skew.ts';
import { subtaskBusyTimes, vertexGauges } from '../../session/readings/flink-readings.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import type { Reading } from '../../session/readings/reading.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';

const maxSuspects = 2;

/** Returns the gauges of the vertices that may be skewed. The load of a vertex is an average, which hides one busy subtask. */
export function suspectReadings(snapshot: SessionSnapshot, job: JobRow, now: number): readonly Reading<unknown>[] {
  const evidence = jobEvidence({ snapshot, now, entries: undefined }, undefined, job);
  return suspects(evidence)
    .slice(0, maxSuspects)
    .flatMap(({ id, parallelism }) => [vertexGauges(job.id, id), subtaskBusyTimes(job.id, id, parallelism)]);
}
