import type { JobVertex } from '../../../flink/responses.ts';
import type { Subtask } from '../../../flink/subtask-responses.ts';
import { describeMetric } from '../../../session/metrics/describe-metric.ts';
import { jobOwner, type MetricOwner, taskManagersOwner } from '../../../session/metrics/metric.ts';
import { createMetricIndex, type MetricIndex, type OwnedIds } from '../../../session/metrics/metric-index.ts';
import { jobDetail, metricIds, vertexSubtasks } from '../../../session/readings/flink-readings.ts';
import { noReadings, type Reading, readingOf } from '../../../session/readings/reading.ts';
import { sameItems } from '../../../session/watch/reuse-if-equal.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import type { ScreenState } from '../../state/screen-state.ts';

/** An owner of metrics, and the reading of its ids. */
export type OwnerReading = { readonly owner: MetricOwner; readonly reading: Reading<readonly string[]> };

export const verticesOf = ({ snapshot }: ScreenState, jobId: string): readonly JobVertex[] =>
  (snapshot && (readingOf(snapshot, jobDetail(jobId)).value ?? snapshot.loads.get(jobId)?.detail))?.vertices ?? [];

/** The vertex that runs on the most TaskManagers. By default, subtasks of all vertices share its slots. */
export function widestVertex(vertices: readonly JobVertex[]): JobVertex | undefined {
  return vertices.reduce<JobVertex | undefined>(
    (widest, vertex) => (vertex.parallelism > (widest?.parallelism ?? 0) ? vertex : widest),
    undefined,
  );
}

/** Returns the TaskManagers that run the job; undefined until they are read. */
export function taskManagersOfJob(state: ScreenState, jobId: string): MetricOwner | undefined {
  const widest = widestVertex(verticesOf(state, jobId));
  const subtasks = state.snapshot && widest && readingOf(state.snapshot, vertexSubtasks(jobId, widest.id)).value;
  return subtasks && ownerOfPods(subtasks);
}

const ownerOfPods = rememberLast((subtasks: readonly Subtask[]): MetricOwner | undefined => {
  const ids = [...new Set(subtasks.flatMap(({ pod }) => pod ?? []))].sort();
  return ids.length === 0 ? undefined : taskManagersOwner(ids);
});

/** Returns the owners that are not vertices: the job, its TaskManagers and the JobManager. */
export function processReadings(state: ScreenState, jobId: string): readonly OwnerReading[] {
  const owner = taskManagersOfJob(state, jobId);
  const [first] = owner?.kind === 'task-managers' ? owner.ids : [];
  return [
    { owner: jobOwner(jobId), reading: metricIds(jobOwner(jobId)) },
    ...(owner === undefined || first === undefined
      ? []
      : [{ owner, reading: metricIds({ kind: 'task-manager', id: first }) }]),
    { owner: { kind: 'job-manager' }, reading: metricIds({ kind: 'job-manager' }) },
  ];
}

export const vertexOwner = (jobId: string, { id, name, parallelism }: JobVertex): MetricOwner => ({
  kind: 'vertex',
  jobId,
  vertexId: id,
  name,
  parallelism,
});

/** Returns the owners of a vertex. Only sources have coordinators. */
export function vertexReadings(jobId: string, vertex: JobVertex): readonly OwnerReading[] {
  const { id: vertexId, name, inputs } = vertex;
  const tasks = { owner: vertexOwner(jobId, vertex), reading: metricIds({ kind: 'subtasks', jobId, vertexId }) };
  if (inputs.length > 0) return [tasks];
  const scope = { kind: 'coordinators', jobId, vertexId } as const;
  return [tasks, { owner: { ...scope, name }, reading: metricIds(scope) }];
}

/** The metrics whose ids are read. */
export type JobMetrics = {
  readonly index: MetricIndex;
  /** Number of metrics. */
  readonly count: number;
  readonly vertexCount: number;
  /** Vertices whose ids are read, or could not be read. */
  readonly readVertices: number;
  /** The last error; undefined if all ids were read. */
  readonly failure: Error | undefined;
};

export function jobMetrics(state: ScreenState, jobId: string): JobMetrics {
  const snapshot = state.snapshot ?? { readings: noReadings };
  const vertices = verticesOf(state, jobId);
  const [job, ...processes] = processReadings(state, jobId);
  const owners = [...(job ? [job] : []), ...vertices.flatMap((vertex) => vertexReadings(jobId, vertex)), ...processes];
  const read = owners.map(({ owner, reading }) => ({ owner, state: readingOf(snapshot, reading) }));
  const known = read.flatMap(({ owner, state: { value } }) => (value === undefined ? [] : [{ owner, ids: value }]));
  return {
    ...indexOf(known),
    vertexCount: vertices.length,
    readVertices: vertices.filter(({ id }) => isSettled(state, jobId, id)).length,
    failure: read.find(({ state: { failure } }) => failure !== undefined)?.state.failure,
  };
}

export function isSettled({ snapshot }: ScreenState, jobId: string, vertexId: string): boolean {
  const { value, failure } = readingOf(
    snapshot ?? { readings: noReadings },
    metricIds({ kind: 'subtasks', jobId, vertexId }),
  );
  return value !== undefined || failure !== undefined;
}

type Indexed = Pick<JobMetrics, 'index' | 'count'>;

let last: { readonly owned: readonly OwnedIds[]; readonly indexed: Indexed } | undefined;

/** Owners are new objects with every response about the job, so they are compared by content. */
function indexOf(owned: readonly OwnedIds[]): Indexed {
  const isSame =
    last !== undefined &&
    sameItems(
      last.owned.map(({ ids }) => ids),
      owned.map(({ ids }) => ids),
    ) &&
    last.owned.every(({ owner }, index) => isSameOwner(owner, owned[index]?.owner));
  if (last !== undefined && isSame) return last.indexed;
  const numeric = owned.map(({ owner, ids }) => ({ owner, ids: ids.filter(isNumeric) }));
  const count = numeric.reduce((sum, { ids }) => sum + ids.length, 0);
  const indexed = { index: createMetricIndex(numeric), count };
  last = { owned, indexed };
  return indexed;
}

const isNumeric = (id: string): boolean => describeMetric(id).kind !== 'text';

function isSameOwner(a: MetricOwner, b: MetricOwner | undefined): boolean {
  if (a.kind === 'vertex' && b?.kind === 'vertex') {
    return a.vertexId === b.vertexId && a.name === b.name && a.parallelism === b.parallelism;
  }
  if (a.kind === 'task-managers' && b?.kind === 'task-managers') return sameItems(a.ids, b.ids);
  return a.kind === b?.kind;
}
