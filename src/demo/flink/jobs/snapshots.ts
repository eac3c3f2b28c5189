import type { Clock } from '../clock.ts';
import type { VertexSnapshots } from './checkpoint.ts';
import type { Job, Vertex } from './job.ts';

/** Size of the whole state of a job without `stateSize`, as on a real cluster. */
const defaultStateSize = 2183;
/** State of a source subtask: its splits. */
const sourceStateSize = 265;
const msPerHour = 3_600_000;

type Plan = { readonly triggeredAt: number; readonly durationMs: number; readonly clock: Clock };

/**
 * Plans when each subtask acknowledges a checkpoint. The last one acknowledges after `durationMs` simulated ms. Phases
 * are in the same milliseconds as the times of the responses.
 */
export function planSnapshots(job: Job, { triggeredAt, durationMs, clock }: Plan): readonly VertexSnapshots[] {
  const { parallelism, checkpoints: { lateVertices = [], stuck } = {} } = job.spec;
  const totalMs = clock.toEpochMs(durationMs);
  const stateSize = stateSizeAt(job, clock.elapsed(job.startedAt));
  const last = job.vertices.findLast(({ id }) => lateVertices.includes(id)) ?? job.vertices.at(-1);
  return job.vertices.map((vertex, index) => ({
    vertexId: vertex.id,
    subtasks: Array.from({ length: parallelism }, (_, subtask) => {
      const isLast = vertex === last && subtask === parallelism - 1;
      const share = isLast ? 1 : shareOfDuration(index / job.vertices.length, lateVertices, vertex.id);
      const ackMs = totalMs * share;
      const phase = (part: number) => Math.floor(ackMs * part);
      const isLate = lateVertices.includes(vertex.id);
      const isStuck = stuck?.vertexId === vertex.id && stuck.subtask === subtask;
      return {
        ackAt: isStuck ? undefined : triggeredAt + ackMs,
        startDelayMs: phase(isLate ? 0.98 : 0.6),
        alignmentMs: phase(isLate || vertex.inputs.length === 0 ? 0 : 0.05),
        syncMs: phase(isLate ? 0.002 : 0.1),
        asyncMs: phase(isLate ? 0.01 : 0.2),
        size: sizeOfSubtask(job, vertex, stateSize),
      };
    }),
  }));
}

/** Early vertices acknowledge in the first 60 % of a checkpoint, or at once if the barriers are late elsewhere. */
function shareOfDuration(position: number, lateVertices: readonly string[], id: string): number {
  if (lateVertices.includes(id)) return 0.98 + position / 50;
  return lateVertices.length > 0 ? 0.01 + position / 50 : 0.2 + 0.4 * position;
}

/** Snapshots of a checkpoint that no subtask acknowledges. */
export const withoutAcknowledgements = (job: Job): readonly VertexSnapshots[] =>
  job.vertices.map(({ id }) => ({
    vertexId: id,
    subtasks: Array.from({ length: job.spec.parallelism }, () => ({
      ackAt: undefined,
      startDelayMs: 0,
      alignmentMs: 0,
      syncMs: 0,
      asyncMs: 0,
      size: 0,
    })),
  }));

/** Returns the size of the whole state. It varies by 10 %, unless it grows. */
function stateSizeAt({ spec }: Job, runningForMs: number): number {
  const { stateSize = defaultStateSize, checkpoints } = spec;
  const growth = checkpoints?.growthPerHour;
  if (growth === undefined) return Math.round(stateSize * (0.9 + Math.random() / 5));
  return Math.round(stateSize * (1 + (growth * runningForMs) / msPerHour));
}

/** The state is in the first vertex after the source. */
function sizeOfSubtask(job: Job, vertex: Vertex, stateSize: number): number {
  const { parallelism } = job.spec;
  const [source, stateful = source] = job.vertices;
  const sourceSize = source === stateful ? 0 : sourceStateSize;
  if (vertex === stateful) return Math.max(0, Math.round(stateSize / parallelism) - sourceSize);
  return vertex === source ? sourceSize : 0;
}
