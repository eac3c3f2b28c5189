import type { JobVertex } from '../../flink/responses.ts';
import type { CheckpointDetail, CheckpointSubtask, CheckpointVertex, Subtask } from '../../flink/subtask-responses.ts';
import type { CheckpointPhases } from './checkpoint-phases.ts';

/** A subtask in a checkpoint. `index` is from 0. */
export type SubtaskPlace = {
  readonly vertexId: string;
  readonly vertex: string;
  readonly index: number;
  /** Number of subtasks of the vertex in the checkpoint. */
  readonly parallelism: number;
  /** The pod that ran the subtask then. undefined: not read yet, or the subtask has restarted since */
  readonly pod: string | undefined;
  readonly hasRestarted: boolean;
};

export type SlowSubtask = SubtaskPlace &
  CheckpointPhases & {
    readonly ackAt: number;
    /** Time from the trigger to the acknowledgement. */
    readonly endToEndMs: number;
    readonly bytes: number;
  };

export type NamedVertex = CheckpointVertex & { readonly name: string };

/** The parts of a checkpoint, as far as they are read. */
export type CheckpointParts = {
  /** Vertices that have not acknowledged first, then the slowest ones. */
  readonly vertices: readonly NamedVertex[];
  /** In topological order: the vertices after a late one are late because of it. */
  readonly unacknowledged: readonly SubtaskPlace[];
  /** The slowest first, at most ten. */
  readonly slowest: readonly SlowSubtask[];
  /** Number of vertices whose subtasks are read. */
  readonly readVertices: number;
};

const maxVertices = 5;
const maxSlowest = 10;

/** What is read of a vertex; undefined until it is read. */
export type VertexReadings = {
  readonly subtasks: (vertexId: string) => readonly CheckpointSubtask[] | undefined;
  readonly places: (vertexId: string) => readonly Subtask[] | undefined;
};

/** Returns the vertices whose subtasks matter: those that have not acknowledged, then the slowest ones. */
export function verticesToRead(
  detail: Pick<CheckpointDetail, 'vertices' | 'status'>,
  job: readonly Pick<JobVertex, 'id' | 'name'>[] = [],
): readonly CheckpointVertex[] {
  return sickestFirst(detail.vertices, job).slice(0, maxVertices);
}

/** @param job the vertices of the job in topological order */
export function checkpointParts(
  detail: CheckpointDetail,
  job: readonly Pick<JobVertex, 'id' | 'name'>[] | undefined,
  readings: VertexReadings,
): CheckpointParts {
  const names = new Map(job?.map(({ id, name }) => [id, name]));
  const vertices = sickestFirst(detail.vertices, job ?? []).map((vertex) => ({
    ...vertex,
    name: names.get(vertex.id) ?? vertex.id,
  }));
  const read = verticesToRead(detail, job).filter(({ id }) => readings.subtasks(id) !== undefined);
  const parts = inOrder(read, job ?? []).flatMap(({ id, subtasks: parallelism }) => {
    const places = new Map(readings.places(id)?.map((subtask) => [subtask.index, subtask]));
    const vertex = names.get(id) ?? id;
    return (readings.subtasks(id) ?? []).map((part) => ({
      part,
      place: {
        vertexId: id,
        vertex,
        index: part.index,
        parallelism,
        ...podThen(places.get(part.index), detail.triggeredAt),
      },
    }));
  });
  return {
    vertices,
    unacknowledged: parts.flatMap(({ part, place }) => (part.state === 'pending' ? [place] : [])),
    slowest: parts
      .flatMap(({ part, place }) => (part.state === 'pending' ? [] : [slowSubtask(part, place, detail.triggeredAt)]))
      .sort((a, b) => b.endToEndMs - a.endToEndMs)
      .slice(0, maxSlowest),
    readVertices: read.length,
  };
}

function slowSubtask(
  part: Extract<CheckpointSubtask, { readonly state: 'acknowledged' }>,
  place: SubtaskPlace,
  triggeredAt: number,
): SlowSubtask {
  const { ackAt, endToEndMs = ackAt - triggeredAt, startDelayMs, alignmentMs, syncMs, asyncMs, bytes } = part;
  return { ...place, ackAt, endToEndMs, startDelayMs, alignmentMs, syncMs, asyncMs, bytes };
}

/** Flink states the pods of the newest attempts only. */
function podThen(
  subtask: Subtask | undefined,
  triggeredAt: number,
): { readonly pod: string | undefined; readonly hasRestarted: boolean } {
  const hasRestarted = subtask?.startedAt !== undefined && subtask.startedAt > triggeredAt;
  return { pod: hasRestarted ? undefined : subtask?.pod, hasRestarted };
}

function sickestFirst(
  vertices: readonly CheckpointVertex[],
  job: readonly Pick<JobVertex, 'id'>[],
): readonly CheckpointVertex[] {
  const isLate = ({ acknowledgedSubtasks, subtasks }: CheckpointVertex) => acknowledgedSubtasks < subtasks;
  const ordered = inOrder(vertices, job);
  const onTime = ordered.filter((vertex) => !isLate(vertex));
  return [...ordered.filter(isLate), ...onTime.sort((a, b) => (b.durationMs ?? 0) - (a.durationMs ?? 0))];
}

/** Flink lists the vertices of a checkpoint in no order. */
function inOrder(
  vertices: readonly CheckpointVertex[],
  job: readonly Pick<JobVertex, 'id'>[],
): readonly CheckpointVertex[] {
  const positions = new Map(job.map(({ id }, index) => [id, index]));
  return vertices.toSorted((a, b) => (positions.get(a.id) ?? 0) - (positions.get(b.id) ?? 0));
}
