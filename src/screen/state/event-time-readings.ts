import { eventTimeSuspects } from '../../diagnosis/event-time-suspects.ts';
import { jobEvidence } from '../../diagnosis/evidence.ts';
import type { JobVertex } from '../../flink/responses.ts';
import { backgroundJobReadings, type KnownJob, openJobReadings } from '../../session/event-time/event-time-readings.ts';
import { vertexSubtasks } from '../../session/readings/flink-readings.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import type { Reading } from '../../session/readings/reading.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';

/** Pods change only with an attempt. */
const podsMs = 30_000;

/** Returns the readings for the event time of a job in a list, once a minute. */
export function backgroundEventTime(snapshot: SessionSnapshot, job: JobRow): readonly Reading<unknown>[] {
  const known = knownJob(snapshot, job.id);
  if (known === undefined) return [];
  return backgroundJobReadings(known, suspectsOf(snapshot, job), snapshot.readings);
}

/** Returns the readings for the event time of an open job, and those of single subtasks of a vertex. */
export function openEventTime(
  snapshot: SessionSnapshot,
  job: JobRow,
  opened?: JobVertex | undefined,
): readonly Reading<unknown>[] {
  const known = knownJob(snapshot, job.id);
  if (known === undefined) return [];
  const detailed = [...new Set([...(opened === undefined ? [] : [opened]), ...suspectsOf(snapshot, job)])];
  return [
    ...openJobReadings(known, detailed, snapshot.readings),
    ...detailed.map(({ id }) => ({ ...vertexSubtasks(job.id, id), intervalMs: podsMs })),
  ];
}

function knownJob({ loads }: SessionSnapshot, jobId: string): KnownJob | undefined {
  const detail = loads.get(jobId)?.detail;
  return detail && { jobId, runningAt: detail.runningAt, vertices: detail.vertices };
}

function suspectsOf(snapshot: SessionSnapshot, job: JobRow): readonly JobVertex[] {
  return eventTimeSuspects(jobEvidence({ snapshot, now: 0, entries: undefined }, undefined, job).eventTime);
}
