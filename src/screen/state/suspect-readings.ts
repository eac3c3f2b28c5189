import { jobEvidence } from '../../diagnosis/evidence.ts';
import { needsTotals, suspects } from '../../diagnosis/uneven-subtask.ts';
import {
  inBackground,
  subtaskBusyTimes,
  subtaskRecordRates,
  vertexGauges,
  vertexSubtasks,
} from '../../session/readings/flink-readings.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import type { Reading } from '../../session/readings/reading.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';

const maxSuspects = 2;
/** Counters since the start change slowly. */
const totalsMs = 60_000;

/**
 * Returns the gauges of the vertices of which one subtask may be busy. The load of a vertex is an average, which hides it.
 */
export function suspectReadings(snapshot: SessionSnapshot, job: JobRow, now: number): readonly Reading<unknown>[] {
  const evidence = jobEvidence({ snapshot, now, entries: undefined }, undefined, job);
  return suspects(evidence)
    .slice(0, maxSuspects)
    .flatMap(({ id, parallelism }) => [
      vertexGauges(job.id, id),
      subtaskBusyTimes(job.id, id, parallelism),
      subtaskRecordRates(job.id, id, parallelism),
      ...(needsTotals(evidence.shares.get(id)) ? [inBackground(vertexSubtasks(job.id, id), totalsMs)] : []),
    ]);
}
