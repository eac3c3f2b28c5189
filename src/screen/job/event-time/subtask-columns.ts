import { lagText, watermarkText } from '../../../diagnosis/event-time-texts.ts';
import type { VertexEventTime } from '../../../session/event-time/job-event-time.ts';
import type { SubtaskWatermarks } from '../../../session/event-time/subtask-watermarks.ts';
import type { Watermark } from '../../../session/event-time/watermark.ts';
import { formatDuration } from '../../../text/duration.ts';
import { formatCount } from '../../../text/format-count.ts';
import { formatRate } from '../../../text/format-rate.ts';
import { largest } from '../../../text/largest.ts';
import { shortPodName } from '../../../text/short-pod-name.ts';
import { widthOf } from '../../draw/fit.ts';
import type { Column } from '../../table/table-format.ts';

export type SubtaskContext = {
  readonly known: VertexEventTime;
  readonly subtasks: readonly SubtaskWatermarks[];
  readonly pods: readonly (string | undefined)[];
  readonly clusterId: string;
  /** Epoch ms of the values, and now by the API server's clock. */
  readonly at: number;
  readonly serverNow: number;
};

const missing = '–';
const idleShare = 0.9;

export function subtaskColumns(context: SubtaskContext): readonly Column<SubtaskWatermarks>[] {
  const { known, subtasks, pods, clusterId, at, serverNow } = context;
  const text = (watermark: Watermark | undefined) =>
    watermark === undefined ? missing : watermarkText(watermark, serverNow);
  const lag = ({ output, input }: SubtaskWatermarks) => {
    const watermark = output ?? input;
    return typeof watermark === 'number' ? lagText(at - watermark) : missing;
  };
  const note = (subtask: SubtaskWatermarks) => noteOf(subtask, known);
  const podOf = ({ index }: SubtaskWatermarks) => shortPodName(pods[index] ?? '', clusterId);
  const watermarkWidth = largest(
    subtasks.map(({ output }) => widthOf(text(output))),
    'WATERMARK'.length,
  );
  return [
    { title: 'SUBTASK', importance: 1, width: 7, align: 'right', text: ({ index }) => `${index + 1}` },
    { title: 'WATERMARK', importance: 2, width: watermarkWidth, text: ({ output }) => text(output) },
    {
      title: 'LAG',
      importance: 3,
      width: largest(
        subtasks.map((subtask) => widthOf(lag(subtask))),
        7,
      ),
      align: 'right',
      text: lag,
      token: (subtask) => (note(subtask) === '' ? 'ok' : 'warning'),
    },
    ...(known.isSource
      ? []
      : [
          { title: 'INPUT', importance: 7, width: watermarkWidth, text: ({ input }: SubtaskWatermarks) => text(input) },
        ]),
    {
      title: known.isSource ? 'REC OUT' : 'REC IN',
      importance: 5,
      width: 8,
      align: 'right',
      text: ({ rate }) => (rate === undefined ? missing : formatRate(rate)),
      token: ({ rate }) => (rate === 0 ? 'warning' : undefined),
    },
    ...(subtasks.some(({ pendingRecords }) => pendingRecords !== undefined) ? [pendingColumn] : []),
    {
      title: 'POD',
      importance: 6,
      width: largest(
        subtasks.map((subtask) => widthOf(podOf(subtask))),
        3,
      ),
      text: podOf,
    },
    { title: 'NOTE', importance: 4, width: { min: 12 }, text: note, token: () => 'warning' },
  ];
}

const pendingColumn: Column<SubtaskWatermarks> = {
  title: 'PENDING',
  importance: 8,
  width: 7,
  align: 'right',
  text: ({ pendingRecords }) => (pendingRecords === undefined ? missing : formatCount(pendingRecords)),
};

/** `holds the watermark back`, `emits nothing, idle for 5m` */
function noteOf(subtask: SubtaskWatermarks, { holder, vertex, isSource }: VertexEventTime): string {
  const { index, rate, idleMs = 0, output, splits } = subtask;
  const idleSplits = splits.filter(({ idle = 0 }) => idle >= idleShare);
  const paused = splits.filter(({ paused: share = 0 }) => share > 1 - idleShare);
  const notes = [
    holder?.vertex.id === vertex.id && holder.subtask === index ? 'holds the watermark back' : undefined,
    rate === 0 && isSource ? 'emits nothing' : undefined,
    idleMs > 0 ? `no records for ${formatDuration(idleMs)}` : undefined,
    output === 'none' && rate !== 0 ? 'no watermark yet' : undefined,
    idleSplits.length > 0 ? `idle: ${idleSplits.map(({ split }) => split).join(', ')}` : undefined,
    paused.length > 0 ? `paused to align: ${paused.map(({ split }) => split).join(', ')}` : undefined,
  ];
  return notes.filter((text) => text !== undefined).join(', ');
}
