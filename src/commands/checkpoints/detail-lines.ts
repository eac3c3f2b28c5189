import { statusOf } from '../../session/jobs/checkpoint-list.ts';
import type { CheckpointParts, SubtaskPlace } from '../../session/jobs/checkpoint-parts.ts';
import { phaseText } from '../../session/jobs/checkpoint-phases.ts';
import { formatElapsed, formatMeasured, formatSeconds } from '../../text/duration.ts';
import { formatSize } from '../../text/format-size.ts';
import { tableLines } from '../../text/table.ts';
import { utcClockAndAge } from '../../text/utc-time.ts';
import { labelled } from './list-lines.ts';
import type { OneCheckpoint } from './read-checkpoints.ts';

export function* detailLines(read: OneCheckpoint, id: number): Generator<string> {
  const { job, detail, listed, config, now, parts, notes } = read;
  const known = detail ?? listed;
  if (known === undefined) return;
  const { isSavepoint, status, triggeredAt, endedAt, durationMs, message, path, bytes } = known;
  yield `${isSavepoint ? 'Savepoint' : 'Checkpoint'} ${id} of ${job.name} (${job.id})`;
  yield labelled('status', statusOf(known));
  if (message !== undefined) yield labelled('reason', message.replaceAll(/\s+/g, ' '));
  if (triggeredAt !== undefined) yield labelled('triggered', utcClockAndAge(triggeredAt, now));
  else if (endedAt !== undefined) yield labelled('ended', utcClockAndAge(endedAt, now));
  if (durationMs !== undefined) yield labelled('duration', formatMeasured(durationMs));
  if (config !== undefined) {
    const isOpen = status === 'in-progress' && triggeredAt !== undefined;
    const left = isOpen ? `, ${formatElapsed(triggeredAt + config.timeoutMs - now)} left` : '';
    yield labelled('timeout', `${formatSeconds(config.timeoutMs)}${left}`);
  }
  if (detail !== undefined) {
    yield labelled('subtasks', `${detail.acknowledgedSubtasks} of ${detail.subtasks} acknowledged`);
  }
  if (bytes !== undefined) {
    const written = known.writtenBytes === undefined ? '' : `, ${formatSize(known.writtenBytes)} written`;
    yield labelled('size', `${formatSize(bytes)}${written}`);
  }
  if (path !== undefined) yield labelled('path', path);
  for (const note of notes) yield labelled('note', note);
  if (parts !== undefined) yield* partLines(parts);
}

function* partLines({ unacknowledged, slowest, vertices }: CheckpointParts): Generator<string> {
  if (unacknowledged.length > 0) {
    yield '';
    yield 'Not acknowledged';
    yield* tableLines(['VERTEX', 'SUBTASK', 'POD'], unacknowledged, placeCells);
  }
  if (slowest.length > 0) {
    yield '';
    yield 'Slowest subtasks';
    const phases = ['START DELAY', 'ALIGNMENT', 'SYNC', 'ASYNC', 'LONGEST PHASE'];
    yield* tableLines(['VERTEX', 'SUBTASK', 'POD', 'TOTAL', ...phases], slowest, (subtask) => [
      ...placeCells(subtask),
      ...[subtask.endToEndMs, subtask.startDelayMs, subtask.alignmentMs, subtask.syncMs, subtask.asyncMs].map(timeText),
      phaseText(subtask),
    ]);
  }
  yield '';
  yield 'Vertices';
  yield* tableLines(['VERTEX', 'ACKNOWLEDGED', 'DURATION', 'SIZE', 'WRITTEN'], vertices, (vertex) => [
    vertex.name,
    `${vertex.acknowledgedSubtasks}/${vertex.subtasks}`,
    timeText(vertex.durationMs),
    formatSize(vertex.bytes),
    formatSize(vertex.writtenBytes),
  ]);
}

const placeCells = ({ vertex, index, parallelism, pod, hasRestarted }: SubtaskPlace): readonly string[] => [
  vertex,
  `${index + 1}/${parallelism}`,
  pod ?? (hasRestarted ? 'restarted since' : '-'),
];

const timeText = (ms: number | undefined): string => (ms === undefined ? '-' : formatMeasured(ms));
