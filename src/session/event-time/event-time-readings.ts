import type { JobVertex, MetricValue } from '../../flink/responses.ts';
import type { FlinkRest } from '../../flink/rest.ts';
import { metricIds } from '../readings/flink-readings.ts';
import { type Reading, type Readings, readingOf, unlessEmpty } from '../readings/reading.ts';
import { addSample, type EventTimeHistory } from './event-time-history.ts';
import { type Dated, type EventTimeSample, readDated, readSample, type SampledJob } from './event-time-sample.ts';
import { type SubtaskWatermarks, subtaskMetricIds, subtaskWatermarks } from './subtask-watermarks.ts';
import { type VertexMetrics, vertexMetrics } from './vertex-metrics.ts';

/** By default, Flink updates metrics at this interval. */
const shownMs = 10_000;
/** Interval for jobs that are not open. */
const backgroundMs = 60_000;
const backgroundIdsMs = 600_000;
/** Each vertex costs a call. */
export const maxShownVertices = 50;
const maxSources = 3;
const maxEnds = 2;

/** A job whose vertices are known. */
export type KnownJob = {
  readonly jobId: string;
  readonly runningAt: number | undefined;
  /** In topological order. */
  readonly vertices: readonly JobVertex[];
};

/** All metrics of a vertex without the index of the subtask. */
export const vertexMetricNames = (jobId: string, vertexId: string): Reading<readonly string[]> =>
  metricIds({ kind: 'subtasks', jobId, vertexId });

/** Event time and lag of the vertices whose metrics are known, read together. */
export function eventTimeSample(job: SampledJob): Reading<EventTimeSample> {
  const { jobId, runningAt, vertices } = job;
  return {
    key: sampleKey + jobId,
    cost: 'M',
    jobId,
    intervalMs: shownMs,
    mark: `${runningAt} ${vertices.map(({ id, metrics }) => `${id} ${metrics.outputs} ${metrics.pendingRecords}`)}`,
    read: unlessEmpty(
      (flink, signal) => readSample(flink, job, signal),
      (sample) => sample.vertices.size === 0,
    ),
  };
}

const sampleKey = 'event-time/';

/**
 * Returns the readings for the event time of an open job: of its first vertices, and of the single subtasks of a vertex. The
 * ids of the metrics are read first.
 */
export function openJobReadings(
  job: KnownJob,
  detailed: readonly JobVertex[],
  readings: Readings,
): readonly Reading<unknown>[] {
  const shown = job.vertices.filter(isRunning).slice(0, maxShownVertices);
  return [
    ...shown.map(({ id }) => vertexMetricNames(job.jobId, id)),
    ...sampleOfJob(job, shown, readings),
    ...detailed.filter(isRunning).flatMap((vertex) => subtaskValues(job, vertex, readings) ?? []),
  ];
}

/**
 * Returns the readings for the event time of a job that is not open, once a minute: of its sources and of the ends of its
 * graph.
 */
export function backgroundJobReadings(
  job: KnownJob,
  detailed: readonly JobVertex[],
  readings: Readings,
): readonly Reading<unknown>[] {
  const shown = essentialVertices(job.vertices).filter(isRunning);
  const slowly = (reading: Reading<unknown>, intervalMs: number) => ({ ...reading, intervalMs });
  return [
    ...shown.map(({ id }) => slowly(vertexMetricNames(job.jobId, id), backgroundIdsMs)),
    ...sampleOfJob(job, shown, readings).map((reading) => slowly(reading, backgroundMs)),
    ...detailed
      .filter((vertex) => isRunning(vertex) && shown.includes(vertex))
      .flatMap((vertex) => subtaskValues(job, vertex, readings) ?? [])
      .map((reading) => slowly(reading, backgroundMs)),
  ];
}

/** Sources, where watermarks come from, and the ends of the graph, where a watermark that stands still is seen. */
export function essentialVertices(vertices: readonly JobVertex[]): readonly JobVertex[] {
  const consumed = new Set(vertices.flatMap(({ inputs }) => inputs));
  const sources = vertices.filter(({ inputs }) => inputs.length === 0).slice(0, maxSources);
  const ends = vertices.filter(({ id }) => !consumed.has(id)).slice(-maxEnds);
  return vertices.filter((vertex) => sources.includes(vertex) || ends.includes(vertex));
}

const isRunning = ({ status }: JobVertex): boolean => status === 'RUNNING';

/** Returns the sample as soon as the metrics of all these vertices are listed. */
function sampleOfJob(
  { jobId, runningAt }: KnownJob,
  vertices: readonly JobVertex[],
  readings: Readings,
): readonly Reading<unknown>[] {
  const listed = vertices.flatMap((vertex) => {
    const names = readingOf({ readings }, vertexMetricNames(jobId, vertex.id));
    if (names.value === undefined) return names.failure === undefined ? [undefined] : [];
    return [{ id: vertex.id, metrics: metricsOf(vertex, names.value) }];
  });
  const known = listed.filter((vertex) => vertex !== undefined);
  return known.length === 0 || known.length < listed.length
    ? []
    : [eventTimeSample({ jobId, runningAt, vertices: known })];
}

const cachedMetrics = new WeakMap<
  readonly string[],
  { readonly vertexName: string; readonly metrics: VertexMetrics }
>();

/** The names are many, and the same for minutes. */
function metricsOf(vertex: JobVertex, names: readonly string[]): VertexMetrics {
  const cached = cachedMetrics.get(names);
  if (cached?.vertexName === vertex.name) return cached.metrics;
  const metrics = vertexMetrics(vertex, names);
  cachedMetrics.set(names, { vertexName: vertex.name, metrics });
  return metrics;
}

/** Returns the subtasks of the vertices whose subtasks are read. */
export function readSubtasks(
  jobId: string,
  vertices: readonly JobVertex[],
  readings: Readings,
): ReadonlyMap<string, Dated<readonly SubtaskWatermarks[]>> {
  const subtasks = new Map<string, Dated<readonly SubtaskWatermarks[]>>();
  for (const vertex of vertices) {
    const { value } = readingOf({ readings }, subtaskValuesReading({ jobId, runningAt: undefined }, vertex.id, []));
    if (value !== undefined) {
      subtasks.set(vertex.id, { at: value.at, value: subtaskWatermarks(vertex, value.value) });
    }
  }
  return subtasks;
}

type SubtaskValues = Dated<ReadonlyMap<string, MetricValue>>;
type RunningJob = Pick<KnownJob, 'jobId' | 'runningAt'>;

/** Metrics of the single subtasks of a vertex by id; undefined until the ids are known. */
export function subtaskValues(
  job: RunningJob,
  vertex: JobVertex,
  readings: Readings,
): Reading<SubtaskValues> | undefined {
  const names = readingOf({ readings }, vertexMetricNames(job.jobId, vertex.id)).value;
  return names && subtaskValuesReading(job, vertex.id, subtaskMetricIds(vertex, names));
}

/** The ids are long and many. They follow from the vertex. */
export const subtaskValuesKey = (jobId: string, vertexId: string): string => `event-time-subtasks/${jobId}/${vertexId}`;

function subtaskValuesReading(job: RunningJob, vertexId: string, ids: readonly string[]): Reading<SubtaskValues> {
  const { jobId, runningAt } = job;
  return {
    key: subtaskValuesKey(jobId, vertexId),
    cost: 'M',
    jobId,
    intervalMs: shownMs,
    mark: `${runningAt} ${ids.length}`,
    read: unlessEmpty(
      (flink, signal) => readSubtaskValues(flink, job, { vertexId, ids }, signal),
      ({ value }) => value.size === 0,
    ),
  };
}

/** Reads metrics of single subtasks by id. */
export function readSubtaskValues(
  flink: FlinkRest,
  job: RunningJob,
  { vertexId, ids }: { readonly vertexId: string; readonly ids: readonly string[] },
  signal: AbortSignal,
): Promise<SubtaskValues> {
  const scope = { kind: 'vertex', jobId: job.jobId, vertexId } as const;
  return readDated(flink, job, () => flink.metrics(scope, ids, signal), signal);
}

/** Returns the histories by job id after a response. Those of jobs that have ended are removed. */
export function updateEventTimes(
  previous: ReadonlyMap<string, EventTimeHistory>,
  readings: Readings,
  key: string,
  unfinished: ReadonlySet<string>,
): ReadonlyMap<string, EventTimeHistory> {
  const jobId = key.startsWith(sampleKey) ? key.slice(sampleKey.length) : undefined;
  const sample = jobId === undefined ? undefined : readingOf({ readings }, sampleReading(jobId)).value;
  const known = jobId === undefined ? undefined : previous.get(jobId);
  const isNew = sample !== undefined && known?.sample !== sample && unfinished.has(jobId ?? '');
  const hasEndedJob = [...previous.keys()].some((id) => !unfinished.has(id));
  if (!isNew && !hasEndedJob) return previous;
  const histories = new Map([...previous].filter(([id]) => unfinished.has(id)));
  if (isNew && jobId !== undefined) histories.set(jobId, addSample(known, sample));
  return histories;
}

/** Readings are the same if their keys are. */
const sampleReading = (jobId: string) => eventTimeSample({ jobId, runningAt: undefined, vertices: [] });
