import type { JobVertex } from '../../flink/responses.ts';
import type { FlinkRest } from '../../flink/rest.ts';
import type { Subtask, SubtaskGauges } from '../../flink/subtask-responses.ts';
import { inParallel } from '../in-parallel.ts';
import { onceFetched } from '../readings/once-fetched.ts';
import { type MailboxWait, mailboxWaitOf } from './describe-sample.ts';

/** The subtask to sample, and where it runs. */
export type FoundSubtask = {
  /** From 1. */
  readonly subtask: number;
  readonly attempt: number;
  /** The TaskManager, which is also the name of its pod. */
  readonly pod: string;
  readonly status: string;
  readonly mailboxWait: MailboxWait;
};

/** `reason`: why no subtask can be sampled, one sentence without a full stop. */
export type SubtaskSearch = { readonly found: FoundSubtask } | { readonly found: undefined; readonly reason: string };

/** Each vertex costs a call. */
const maxVertices = 50;

/** Returns the vertex whose busiest subtask is busiest; the first one if nothing is measured. */
export async function busiestVertex(
  flink: FlinkRest,
  jobId: string,
  vertices: readonly JobVertex[],
  signal: AbortSignal,
): Promise<JobVertex | undefined> {
  const running = vertices.filter(({ status }) => status === 'RUNNING').slice(0, maxVertices);
  if (running.length < 2) return running[0] ?? vertices[0];
  const measure = async () => {
    const busy = new Map<string, number>();
    await inParallel(running, async ({ id }) => {
      const gauges = await flink.vertexGauges(jobId, id, signal);
      if (gauges?.busy !== undefined) busy.set(id, gauges.busy.max);
    });
    return busy;
  };
  const busy = await onceFetched(measure, ({ size }) => size > 0, signal);
  return running.toSorted((a, b) => (busy.get(b.id) ?? -1) - (busy.get(a.id) ?? -1))[0];
}

/**
 * Finds a subtask, or the busiest one of the vertex.
 * @param number from 1; undefined: the busiest
 */
export async function findSubtask(
  flink: FlinkRest,
  jobId: string,
  { id, parallelism, status: vertexStatus }: Pick<JobVertex, 'id' | 'parallelism' | 'status'>,
  number: number | undefined,
  signal: AbortSignal,
): Promise<SubtaskSearch> {
  const read = () => flink.subtaskGauges(jobId, id, parallelism, signal);
  const measure = () => onceFetched(read, (gauges) => gauges.some((one) => one !== undefined), signal);
  const isRunning = vertexStatus === 'RUNNING';
  const [subtasks, gauges] = await Promise.all([
    flink.subtasks(jobId, id, signal),
    isRunning ? measure() : ([] as readonly undefined[]),
  ]);
  const subtask =
    number === undefined ? busiestOf(subtasks, gauges) : subtasks.find(({ index }) => index === number - 1);
  if (subtask === undefined) return { found: undefined, reason: `the vertex has no subtask ${number ?? ''}`.trim() };
  const { index, attempt, pod, status } = subtask;
  if (pod === undefined) return { found: undefined, reason: `subtask ${index + 1} is not deployed` };
  if (ended.has(status)) return { found: undefined, reason: `subtask ${index + 1} is ${status}` };
  return { found: { subtask: index + 1, attempt, pod, status, mailboxWait: waitOf(gauges[index]) } };
}

const ended = new Set(['FINISHED', 'CANCELED', 'FAILED']);

function waitOf(gauges: SubtaskGauges | undefined): MailboxWait {
  return mailboxWaitOf(gauges && { idle: gauges.idleMs, backPressured: gauges.backPressuredMs });
}

/** Without gauges, the counters since the start of the attempt decide. */
function busiestOf(subtasks: readonly Subtask[], gauges: readonly (SubtaskGauges | undefined)[]): Subtask | undefined {
  const isMeasured = gauges.some((one) => one?.busyMs !== undefined);
  const busyOf = ({ index, busyMs }: Subtask): number => (isMeasured ? gauges[index]?.busyMs : busyMs) ?? -1;
  const running = subtasks.filter(({ status }) => status === 'RUNNING');
  const candidates = running.length > 0 ? running : subtasks;
  return candidates.toSorted((a, b) => busyOf(b) - busyOf(a))[0];
}
