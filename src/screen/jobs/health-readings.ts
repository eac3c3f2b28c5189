import { checkpoints, jobDetail, vertexGauges } from '../../session/readings/flink-readings.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import type { Reading } from '../../session/readings/reading.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { backgroundEventTime } from '../state/event-time-readings.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { suspectReadings } from '../state/suspect-readings.ts';

const detailMs = 15_000;
/** The jobs in sight use at most half of the one call of class G or K per second. */
const perJobMs = 4000;
/** Each vertex costs a call. Larger jobs wait for the second response about the job. */
const maxVertices = 12;

/**
 * Returns the readings for the health of the jobs in sight. Until two responses about a job show the load of its vertices,
 * the gauges do, and then only those of vertices that may be skewed.
 */
export function healthReadings(
  { snapshot, serverNow }: ScreenState,
  visible: readonly JobRow[],
): readonly Reading<unknown>[] {
  if (snapshot === undefined) return [];
  const intervalMs = Math.max(detailMs, perJobMs * visible.length);
  return visible.flatMap((job) => [
    { ...jobDetail(job.id), intervalMs },
    { ...checkpoints(job.id), intervalMs },
    ...gaugesOf(job, snapshot, serverNow),
    ...(job.state === 'RUNNING' ? backgroundEventTime(snapshot, job) : []),
  ]);
}

function gaugesOf(job: JobRow, snapshot: SessionSnapshot, now: number): readonly Reading<unknown>[] {
  const known = snapshot.loads.get(job.id);
  if (known === undefined) return [];
  const { vertices } = known.detail;
  if (known.load.size === 0) {
    return vertices.length > maxVertices ? [] : vertices.map(({ id }) => vertexGauges(job.id, id));
  }
  return suspectReadings(snapshot, job, now);
}
