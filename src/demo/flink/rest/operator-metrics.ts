import type { Backlog, Job, Vertex } from '../jobs/job.ts';
import { bytesPerRecord, loadOf, type SubtaskIo } from '../jobs/subtask-io.ts';

/** Metrics of the operators of one subtask by id. Watermarks are longs, which a JavaScript number cannot hold. */
export type OperatorMetrics = { readonly [id: string]: number | bigint };

const noWatermark = -(2n ** 63n);
const assigner = 'Timestamps/Watermarks';

type Subtask = { readonly job: Job; readonly vertex: Vertex; readonly index: number };

/** Returns the metrics of the operators of a subtask. The rates and counters belong to the same load as those of the task. */
export function operatorMetrics(subtask: Subtask, io: SubtaskIo, at: number, isFlink1: boolean): OperatorMetrics {
  const { vertex } = subtask;
  const isSource = vertex.inputs.length === 0;
  const input = isSource ? noWatermark : inputWatermark(subtask, at);
  let watermark = input;
  const metrics: { [id: string]: number | bigint } = isSource ? {} : { currentInputWatermark: input };
  for (const [position, name] of vertex.name.split(' -> ').entries()) {
    const id = metricName(name);
    const isHead = isSource && position === 0;
    if (!isHead) metrics[`${id}.currentInputWatermark`] = watermark;
    if (isSource && name === assigner) watermark = assignedWatermark(subtask, at);
    metrics[`${id}.currentOutputWatermark`] = watermark;
    Object.assign(metrics, prefixed(id, recordMetrics(subtask, io, name)));
    if (isHead) Object.assign(metrics, prefixed(id, sourceMetrics(subtask, isFlink1)));
    const { pending } = subtask.job.spec.eventTime ?? {};
    if (pending?.operator === name) metrics[`${id}.pendingRecords`] = pendingRecords(vertex, pending, at);
  }
  return metrics;
}

const metricName = (name: string): string => name.slice(0, 80).replaceAll(/[ .:,]/g, '_');

const prefixed = (id: string, metrics: OperatorMetrics): OperatorMetrics =>
  Object.fromEntries(Object.entries(metrics).map(([name, value]) => [`${id}.${name}`, value]));

/** A subtask without records has no watermark. */
function assignedWatermark({ job, index }: Subtask, at: number): bigint {
  const { eventTime } = job.spec;
  if (eventTime === undefined || eventTime.silentSubtask === index) return noWatermark;
  return BigInt(Math.floor(at) - eventTime.delayMs);
}

/** The lowest watermark of all subtasks of the vertices before this one. */
function inputWatermark({ job }: Subtask, at: number): bigint {
  const { eventTime, parallelism } = job.spec;
  const hasAssigner = job.vertices.some(({ name }) => name.includes(assigner));
  const isHeldBack = eventTime?.silentSubtask !== undefined && eventTime.silentSubtask < parallelism;
  if (eventTime === undefined || !hasAssigner || isHeldBack) return noWatermark;
  return BigInt(Math.floor(at) - eventTime.delayMs);
}

function recordMetrics({ job, vertex, index }: Subtask, io: SubtaskIo, name: string): OperatorMetrics {
  const { recordsIn, recordsOut } = loadOf(job, vertex, index);
  const isSource = vertex.inputs.length === 0;
  const perSecond = isSource ? recordsOut : recordsIn;
  const total = isSource ? io.writeRecords : io.readRecords;
  const received = {
    numRecordsIn: total,
    numRecordsInPerSecond: perSecond,
    numBytesIn: total * bytesPerRecord,
    numBytesInPerSecond: perSecond * bytesPerRecord,
  };
  if (name.endsWith(': Writer')) {
    const sent = { numRecordsSend: 0, numBytesSend: 0, numRecordsSendErrors: 0 };
    return { ...received, ...sent, numRecordsOutPerSecond: 0, numBytesOutPerSecond: 0 };
  }
  return {
    ...received,
    numRecordsOut: total,
    numRecordsOutPerSecond: perSecond,
    numBytesOut: total * bytesPerRecord,
    numBytesOutPerSecond: perSecond * bytesPerRecord,
  };
}

/** Flink 2.1 and later measure each split. */
function sourceMetrics({ index }: Subtask, isFlink1: boolean): OperatorMetrics {
  const split = `split.${index + 1}.watermark`;
  return {
    sourceIdleTime: 0,
    currentEmitEventTimeLag: -1,
    numRecordsInErrors: 0,
    ...(!isFlink1 && {
      [`${split}.currentWatermark`]: noWatermark,
      [`${split}.activeTimeMsPerSecond`]: 1000,
      [`${split}.idleTimeMsPerSecond`]: 0,
      [`${split}.pausedTimeMsPerSecond`]: 0,
      [`${split}.accumulatedActiveTimeMs`]: 0,
      [`${split}.accumulatedIdleTimeMs`]: 0,
      [`${split}.accumulatedPausedTimeMs`]: 0,
    }),
  };
}

function pendingRecords({ enteredAt }: Vertex, { atStart, perSecond }: Backlog, at: number): number {
  return Math.max(0, Math.floor(atStart + ((at - (enteredAt.RUNNING ?? at)) * perSecond) / 1000));
}
