import { hasEnded } from '../../../flink/has-ended.ts';
import type { JobVertex } from '../../../flink/responses.ts';
import { jobsOfPods } from '../../memory/jobs-of-pods.ts';
import { jobDetail, jobsOfSlots, vertexSubtasks } from '../../readings/flink-readings.ts';
import type { JobRow } from '../../readings/join-jobs.ts';
import { type Reading, readingOf } from '../../readings/reading.ts';
import type { SessionSnapshot } from '../../snapshot.ts';

type Source = Pick<SessionSnapshot, 'jobs' | 'pods' | 'readings' | 'loads'>;

/** A job that runs on a TaskManager. */
export type JobOnPod = {
  readonly job: JobRow;
  /** Its subtasks there, by vertex; undefined as long as they are unknown. */
  readonly vertices: readonly VertexOnPod[] | undefined;
};
export type VertexOnPod = {
  readonly name: string;
  readonly parallelism: number;
  /** From 0. */
  readonly subtasks: readonly number[];
};

/** Each vertex costs a request. The subtasks of larger jobs are not read. */
const maxVertices = 12;

/**
 * Returns the jobs whose slots are on a TaskManager; undefined as long as Flink has not told. Flink states them exactly, but
 * the jobs that are placed by their tasks are known at once.
 */
export function jobsOnPod(snapshot: Source, name: string): readonly JobOnPod[] | undefined {
  return jobsOf(snapshot, name)?.map((job) => ({ job, vertices: verticesOn(snapshot, job, name) }));
}

function jobsOf(snapshot: Source, name: string): readonly JobRow[] | undefined {
  const { value: ids } = readingOf(snapshot, jobsOfSlots(name));
  if (ids !== undefined) return (snapshot.jobs ?? []).filter(({ id }) => ids.includes(id));
  return jobsOfPods(snapshot).get(name);
}

/** The readings that tell the jobs and the subtasks of a TaskManager. */
export function taskReadings(snapshot: Source, name: string): readonly Reading<unknown>[] {
  const jobs = jobsOf(snapshot, name) ?? [];
  const details = jobs.filter(({ id }) => snapshot.loads.get(id) === undefined).map(({ id }) => jobDetail(id));
  const vertices = jobs.flatMap(({ id }) => (verticesOf(snapshot, id) ?? []).map((vertex) => ({ id, vertex })));
  const subtasks = vertices.length > maxVertices ? [] : vertices.map(({ id, vertex }) => vertexSubtasks(id, vertex.id));
  return [jobsOfSlots(name), ...details, ...subtasks];
}

function verticesOn(snapshot: Source, { id, state }: JobRow, name: string): readonly VertexOnPod[] | undefined {
  if (hasEnded(state)) return undefined;
  const vertices = verticesOf(snapshot, id) ?? [];
  const found = vertices.flatMap((vertex): readonly VertexOnPod[] => {
    const subtasks = readingOf(snapshot, vertexSubtasks(id, vertex.id)).value;
    if (subtasks === undefined) return [];
    const own = subtasks.filter(({ pod, endedAt }) => pod === name && endedAt === undefined);
    return [{ name: vertex.name, parallelism: vertex.parallelism, subtasks: own.map(({ index }) => index) }];
  });
  if (vertices.length === 0 || found.length < vertices.length) return undefined;
  return found.filter(({ subtasks }) => subtasks.length > 0);
}

function verticesOf({ loads, readings }: Source, jobId: string): readonly JobVertex[] | undefined {
  return (loads.get(jobId)?.detail ?? readingOf({ readings }, jobDetail(jobId)).value)?.vertices;
}
