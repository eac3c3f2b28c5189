import { setTimeout as pause } from 'node:timers/promises';
import { jobEvidence } from '../../diagnosis/evidence.ts';
import { failedInRow } from '../../diagnosis/failed-checkpoints.ts';
import { suspects } from '../../diagnosis/uneven-subtask.ts';
import type { FlinkRest } from '../../flink/rest.ts';
import { inParallel } from '../../session/in-parallel.ts';
import { maxJobs } from '../../session/journal/read-histories.ts';
import {
  checkpointDetail,
  checkpointSubtasks,
  checkpoints,
  jobDetail,
  jobHistory,
  jobMetric,
  subtaskBusyTimes,
  subtaskRecordRates,
  vertexGauges,
  vertexSubtasks,
} from '../../session/readings/flink-readings.ts';
import { type LoadState, measureLoad } from '../../session/readings/job-load.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import { readOnce } from '../../session/readings/read-once.ts';
import { type Reading, type ReadingState, readingOf } from '../../session/readings/reading.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { readEventTimes } from './read-event-times.ts';

/** Large jobs are read as far as this, because each vertex costs a call. */
const maxVertices = 200;
const maxSuspects = 2;

/**
 * Adds the load of the jobs to a snapshot. Reads gauges, which state how busy a task was in the last seconds, so that one
 * response is enough.
 */
export async function readLoads(
  flink: FlinkRest,
  snapshot: SessionSnapshot,
  jobs: readonly JobRow[],
  signal: AbortSignal,
): Promise<SessionSnapshot> {
  const running = measuredJobs(jobs);
  const readings = new Map<string, ReadingState<unknown>>(snapshot.readings);
  const loads = new Map<string, LoadState>(snapshot.loads);
  const read = async <T>(reading: Reading<T>): Promise<T | undefined> => {
    const result = await readOnce(reading, flink, signal);
    readings.set(reading.key, result);
    return result.value;
  };
  if (running.length === 0) return snapshot;

  // One job at a time, because each one costs its JobMaster an execution graph.
  for (const { id } of running) {
    const detail = await read(jobDetail(id));
    if (detail !== undefined) loads.set(id, measureLoad(undefined, detail, Date.now()));
  }
  await untilFetched(flink, { ...snapshot, readings }, running, signal);
  const vertices = [...loads].flatMap(([jobId, { detail }]) => detail.vertices.map(({ id }) => ({ jobId, id })));
  await inParallel(vertices.slice(0, maxVertices), ({ jobId, id }) => read(vertexGauges(jobId, id)));

  const measured: SessionSnapshot = { ...snapshot, readings, loads };
  const cluster = { snapshot: measured, now: 0, entries: undefined };
  const suspected = running.flatMap((job) =>
    suspects(jobEvidence(cluster, undefined, job))
      .slice(0, maxSuspects)
      .flatMap(({ id, parallelism }) => [
        subtaskBusyTimes(job.id, id, parallelism),
        subtaskRecordRates(job.id, id, parallelism),
        vertexSubtasks(job.id, id),
      ]),
  );
  await inParallel(suspected, (reading: Reading<unknown>) => read(reading));
  const eventTimes = await readEventTimes(measured, running, read);
  await inParallel(running, (job) => readStraggler(measured, job.id, read));
  return { ...measured, eventTimes };
}

/** The jobs whose load is measured. */
export const measuredJobs = (jobs: readonly JobRow[]): readonly JobRow[] =>
  jobs.filter(({ state }) => state === 'RUNNING').slice(0, maxJobs);

/** Reads which subtasks have not acknowledged the newest failed checkpoint of a job. */
async function readStraggler(
  snapshot: SessionSnapshot,
  jobId: string,
  read: <T>(reading: Reading<T>) => Promise<T | undefined>,
): Promise<void> {
  const { value } = readingOf(snapshot, checkpoints(jobId));
  const failed = value?.enabled === true ? failedInRow(value.history).at(-1) : undefined;
  if (failed === undefined) return;
  const detail = await read(checkpointDetail(jobId, failed.id));
  const lateIds = new Set(
    detail?.vertices
      .filter(({ acknowledgedSubtasks, subtasks }) => acknowledgedSubtasks < subtasks)
      .map(({ id }) => id),
  );
  // In topological order: the vertices after a late one are late because of it.
  const late = snapshot.loads.get(jobId)?.detail.vertices.find(({ id }) => lateIds.has(id));
  if (late === undefined) return;
  await Promise.all([read(checkpointSubtasks(jobId, failed.id, late.id)), read(vertexSubtasks(jobId, late.id))]);
}

const fetchedWithinMs = 2000;
const pollMs = 200;
/** The JobManager fetches metrics at most this often (`metrics.fetcher.update-interval`). */
const fetchIntervalMs = 10_000;
const roundingMs = 2000;

/**
 * Waits until the JobManager has fetched the metrics of the last seconds: the first request only makes it fetch them, and
 * gets those of the previous fetch. The age of the metrics is that of the gauge `runningTime`, the time since a job entered
 * its state (`JobStatusMetrics`).
 */
async function untilFetched(
  flink: FlinkRest,
  snapshot: SessionSnapshot,
  running: readonly JobRow[],
  signal: AbortSignal,
): Promise<void> {
  const startedAt = Date.now();
  const known = running.find(({ id }) => readingOf(snapshot, jobHistory(id)).value !== undefined);
  const { value, readAt } = known === undefined ? {} : readingOf(snapshot, jobHistory(known.id));
  const runningAt = value?.states.findLast(({ state }) => state === 'RUNNING')?.at;
  while (Date.now() - startedAt < fetchedWithinMs) {
    if (known !== undefined && value !== undefined && readAt !== undefined && runningAt !== undefined) {
      const runningTime = await readOnce(jobMetric(known.id, 'runningTime'), flink, signal);
      const flinkNow = value.now + Date.now() - readAt;
      const measured = runningTime.value?.state === 'measured' ? runningTime.value.value : Number.NEGATIVE_INFINITY;
      if (flinkNow - runningAt - measured < fetchIntervalMs + roundingMs) return;
    }
    await pause(pollMs, undefined, { signal });
  }
}
