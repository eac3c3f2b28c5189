import type { JobHealth } from '../../diagnosis/health.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import { utcTime } from '../../text/utc-time.ts';
import { rootCauseData } from './root-cause-data.ts';

/** A job as JSON. */
export function jobData(job: JobRow, health: JobHealth | undefined, durationMs: number) {
  const { id, name, state, startTime, endTime, lastModification, tasks, unresponsiveSince } = job;
  return {
    id,
    name,
    state,
    ...healthData(health),
    startTime: utcTime(startTime),
    endTime: endTime === undefined ? null : utcTime(endTime),
    durationMs,
    lastModification: utcTime(lastModification),
    tasks,
    ...(unresponsiveSince !== undefined && { unresponsiveSince: utcTime(unresponsiveSince) }),
  };
}

function healthData(health: JobHealth | undefined) {
  if (health === undefined) return { health: 'not assessed', reason: null, restartsLastHour: null, rootCause: null };
  const { word, reason, restartsLastHour, rootCause } = health;
  return {
    health: word,
    reason: reason === '' ? null : reason,
    restartsLastHour: restartsLastHour ?? null,
    rootCause: rootCauseData(rootCause, utcTime),
  };
}
