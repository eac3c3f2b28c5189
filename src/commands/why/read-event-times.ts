import { eventTimeSuspects } from '../../diagnosis/event-time-suspects.ts';
import { jobEvidence } from '../../diagnosis/evidence.ts';
import { addSample, type EventTimeHistory } from '../../session/event-time/event-time-history.ts';
import {
  essentialVertices,
  eventTimeSample,
  subtaskValues,
  vertexMetricNames,
} from '../../session/event-time/event-time-readings.ts';
import { vertexMetrics } from '../../session/event-time/vertex-metrics.ts';
import { inParallel } from '../../session/in-parallel.ts';
import { vertexSubtasks } from '../../session/readings/flink-readings.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import { type Reading, readingOf } from '../../session/readings/reading.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';

type Read = <T>(reading: Reading<T>) => Promise<T | undefined>;

/**
 * Reads the event time of the sources of the jobs and of the ends of their graphs, and then the single subtasks of a vertex
 * that holds the watermark back. Continues the histories that the screen knows.
 */
export async function readEventTimes(
  snapshot: SessionSnapshot,
  running: readonly JobRow[],
  read: Read,
): Promise<ReadonlyMap<string, EventTimeHistory>> {
  const histories = await addSamples(snapshot, running, read);
  const cluster = { snapshot: { ...snapshot, eventTimes: histories }, now: 0, entries: undefined };
  const suspects = running.flatMap((job) =>
    eventTimeSuspects(jobEvidence(cluster, undefined, job).eventTime).map((vertex) => ({ jobId: job.id, vertex })),
  );
  await inParallel(suspects, async ({ jobId, vertex }) => {
    const values = subtaskValues(
      { jobId, runningAt: snapshot.loads.get(jobId)?.detail.runningAt },
      vertex,
      snapshot.readings,
    );
    await Promise.all([values && read(values), read(vertexSubtasks(jobId, vertex.id))]);
  });
  return histories;
}

/** Takes a sample of the sources of the jobs and of the ends of their graphs. */
export async function addSamples(
  snapshot: SessionSnapshot,
  running: readonly JobRow[],
  read: Read,
): Promise<ReadonlyMap<string, EventTimeHistory>> {
  const histories = new Map(snapshot.eventTimes);
  await inParallel(running, async ({ id }) => {
    const sample = await readSample(snapshot, id, read);
    if (sample !== undefined) histories.set(id, addSample(histories.get(id), sample));
  });
  return histories;
}

async function readSample(snapshot: SessionSnapshot, jobId: string, read: Read) {
  const detail = snapshot.loads.get(jobId)?.detail;
  const isRunning = ({ status }: { readonly status: string }) => status === 'RUNNING';
  const vertices = essentialVertices(detail?.vertices ?? []).filter(isRunning);
  const listed = await inParallel(vertices, async (vertex) => {
    const reading = vertexMetricNames(jobId, vertex.id);
    const names = readingOf(snapshot, reading).value ?? (await read(reading));
    return names === undefined ? [] : [{ id: vertex.id, metrics: vertexMetrics(vertex, names) }];
  });
  if (listed.flat().length === 0) return undefined;
  return read(eventTimeSample({ jobId, runningAt: detail?.runningAt, vertices: listed.flat() }));
}
