import type { Checkpoint, Checkpoints } from '../../../flink/responses.ts';
import { formatWait } from '../../../text/duration.ts';
import { formatSize } from '../../../text/format-size.ts';
import { largest } from '../../../text/largest.ts';
import { clockAndAge } from '../../draw/age.ts';
import { cell, sanitize, widthOf, wrap } from '../../draw/fit.ts';
import type { Theme, Token } from '../../theme/theme.ts';
import { headingRows, labelWidth, type Part } from '../section-rows.ts';

type Statistics = Extract<Checkpoints, { readonly enabled: true }>;
type CheckpointRow = {
  readonly label: string;
  readonly id: string;
  readonly time: string;
  readonly size: string;
  readonly duration: string;
  /** The path, or the reason of the failure. */
  readonly details: string;
  readonly detailsToken: Token;
};

const indent = 2;
const gap = 2;

/** Returns the section about the checkpoints: counts, then the newest checkpoint of each kind. */
export function checkpointRows(
  statistics: Checkpoints | undefined,
  now: number,
  width: number,
  theme: Theme,
): readonly string[] {
  if (statistics === undefined) return [];
  if (!statistics.enabled)
    return headingRows('Checkpoints', [{ text: 'not enabled for this job', token: 'muted' }], width, theme);
  const rows = newestCheckpoints(statistics, now);
  const columns = (['id', 'time', 'size', 'duration'] as const).map(
    (name) => [name, largest(rows.map((row) => widthOf(row[name])))] as const,
  );
  return [
    ...headingRows('Checkpoints', countsOf(statistics), width, theme),
    ...rows.flatMap((row) => formatCheckpoint(row, columns, width, theme)),
  ];
}

function countsOf({ completed, failed, inProgress, restored }: Statistics): readonly Part[] {
  return [
    { text: `${completed} completed` },
    { text: `${failed} failed`, token: failed > 0 ? 'warning' : 'muted' },
    { text: `${inProgress} in progress`, token: inProgress > 0 ? 'busy' : 'muted' },
    { text: `${restored} restored`, token: restored > 0 ? undefined : 'muted' },
  ];
}

function newestCheckpoints(
  { latestCompleted, latestSavepoint, latestFailed }: Statistics,
  now: number,
): readonly CheckpointRow[] {
  return [
    ...(latestCompleted === undefined ? [] : [completedRow('Completed', latestCompleted, now)]),
    ...(latestSavepoint === undefined ? [] : [completedRow('Savepoint', latestSavepoint, now)]),
    ...(latestFailed === undefined
      ? []
      : [
          {
            label: 'Failed',
            id: `#${latestFailed.id}`,
            time: clockAndAge(latestFailed.failedAt, now),
            size: '',
            duration: '',
            details: latestFailed.message,
            detailsToken: 'warning',
          } as const,
        ]),
  ];
}

function completedRow(label: string, checkpoint: Checkpoint, now: number): CheckpointRow {
  const { id, completedAt, durationMs, stateSize, path = '' } = checkpoint;
  return {
    label,
    id: `#${id}`,
    time: completedAt === undefined ? 'in progress' : clockAndAge(completedAt, now),
    size: formatSize(stateSize),
    duration: durationMs < 1000 ? `${durationMs} ms` : formatWait(durationMs),
    details: path,
    detailsToken: 'muted',
  };
}

/** Makes external text safe, on one line. */
function oneLine(text: string): string {
  return sanitize(text.replaceAll(/\s+/g, ' '));
}

/** Details that do not fit in the rest of the row follow below it. */
function formatCheckpoint(
  row: CheckpointRow,
  columns: readonly (readonly ['id' | 'time' | 'size' | 'duration', number])[],
  width: number,
  theme: Theme,
): readonly string[] {
  const { label, detailsToken } = row;
  const details = oneLine(row.details);
  const cells = columns.map(([name, size]) => cell(row[name], size, name === 'time' ? 'left' : 'right'));
  const start = ' '.repeat(indent) + theme.muted(cell(label, labelWidth)) + cells.join(' '.repeat(gap));
  const used = indent + labelWidth + columns.reduce((sum, [, size]) => sum + size + gap, 0);
  if (widthOf(details) <= width - used) return [`${start}${' '.repeat(gap)}${theme[detailsToken](details)}`];
  const below = 2 * indent;
  return [
    start,
    ...wrap(details, width - below, 5, 'words').map((text) => ' '.repeat(below) + theme[detailsToken](text)),
  ];
}
