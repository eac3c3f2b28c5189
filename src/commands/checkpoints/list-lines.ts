import { type CheckpointItem, statusOf, typeOf, unlistedText, withGaps } from '../../session/jobs/checkpoint-list.ts';
import { checkpointSettings, takesCheckpoints } from '../../session/jobs/checkpoint-settings.ts';
import { trendTexts } from '../../session/jobs/checkpoint-trend.ts';
import { formatDuration, formatElapsed, formatMeasured } from '../../text/duration.ts';
import { formatSize } from '../../text/format-size.ts';
import { tableLines } from '../../text/table.ts';
import { utcClock, utcClockAndAge } from '../../text/utc-time.ts';
import { lastSeenLines } from '../ended-jobs/last-seen-lines.ts';
import type { JobCheckpoints } from './read-checkpoints.ts';

export const labelled = (label: string, text: string): string => `${label.padEnd(10)} ${text}`;

export function* listLines(read: JobCheckpoints): Generator<string> {
  const { job, statistics, config, checkpoints, trends, now, notes } = read;
  yield `Checkpoints of ${job.name} (${job.id})`;
  if (takesCheckpoints(statistics, config) === false) {
    yield labelled('settings', 'no periodic checkpoints: after a failure, the job loses its state');
    yield labelled('', 'Set execution.checkpointing.interval, or call env.enableCheckpointing in the job');
  } else {
    const trend = trendTexts(trends).map(({ text }) => text);
    if (config !== undefined) yield labelled('settings', checkpointSettings(config).join(', '));
    yield labelled('trend', trend.join(', '));
  }
  if (statistics?.enabled === true) {
    const { completed, failed, inProgress, restored, latestRestored } = statistics;
    yield labelled(
      'counts',
      `${completed} completed, ${failed} failed, ${inProgress} in progress, ${restored} restored`,
    );
    if (latestRestored !== undefined) {
      const { id, restoredAt, isSavepoint } = latestRestored;
      yield labelled('restored', `from ${typeOf({ isSavepoint })} ${id}, ${utcClockAndAge(restoredAt, now)}`);
    }
  }
  for (const note of notes) yield labelled('note', note);
  if (read.ended !== undefined) {
    yield '';
    yield* lastSeenLines(read.ended, now);
  }
  if (checkpoints.length === 0) return;
  yield '';
  const header = ['ID', 'TIME', 'AGO', 'TYPE', 'STATUS', 'DURATION', 'SIZE', 'WRITTEN', 'DETAILS'];
  yield* tableLines(header, withGaps(checkpoints, statistics), (item) => cellsOf(item, read));
}

const missing = '-';

function cellsOf(item: CheckpointItem, { now, config }: JobCheckpoints): readonly string[] {
  if (item.kind === 'unlisted') return [missing, unlistedText(item)];
  if (item.kind === 'gap') {
    const { from, to } = item;
    return [from === to ? `${from}` : `${from}-${to}`, 'not recorded'];
  }
  const { id, status, triggeredAt, endedAt, durationMs, bytes, writtenBytes, path, message } = item;
  const at = triggeredAt ?? endedAt;
  const isOpen = status === 'in-progress' && triggeredAt !== undefined;
  const left =
    isOpen && config !== undefined ? `timeout in ${formatElapsed(triggeredAt + config.timeoutMs - now)}` : '';
  const duration = durationMs === undefined ? missing : formatMeasured(durationMs);
  const sizeText = (size: number | undefined) => (size === undefined ? missing : formatSize(size));
  return [
    String(id),
    at === undefined ? missing : utcClock(at, now),
    at === undefined ? missing : formatDuration(now - at),
    typeOf(item),
    statusOf(item),
    isOpen ? formatElapsed(now - triggeredAt) : duration,
    sizeText(bytes),
    sizeText(writtenBytes),
    status === 'failed' ? (message ?? 'no reason given').replaceAll(/\s+/g, ' ') : (path ?? left),
  ];
}
