import { describeError } from '../../../commands/record/describe-error.ts';
import type { CheckpointConfig } from '../../../flink/responses.ts';
import type { CheckpointDetail } from '../../../flink/subtask-responses.ts';
import { isFailure, type ListedCheckpoint, statusOf } from '../../../session/jobs/checkpoint-list.ts';
import { phaseText } from '../../../session/jobs/checkpoint-phases.ts';
import { formatElapsed, formatMeasured, formatSeconds } from '../../../text/duration.ts';
import { formatSize } from '../../../text/format-size.ts';
import { clockAndAge } from '../../draw/age.ts';
import { labelledRows, type Part } from '../../draw/section-rows.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { Theme, Token } from '../../theme/theme.ts';
import type { DetailData } from './detail-data.ts';
import { flowRows } from './flow-rows.ts';

type Known = CheckpointDetail | ListedCheckpoint;

/** Returns the rows above the tables: what became of the checkpoint, its sizes, the reason of a failure, and its path. */
export function factRows(data: DetailData, state: ScreenState, width: number): readonly string[] {
  const { theme, serverNow: now } = state;
  const known = data.reading.value ?? data.listed;
  if (known === undefined) return unknownRows(data, width, theme);
  const { message, path } = known;
  const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');
  return [
    ...flowRows('Status', statusParts(known, data.config, now), width, theme),
    ...(message === undefined
      ? []
      : labelledRows('Reason', { text: oneLine(message), token: failureToken(known) }, width, theme)),
    ...(data.reading.value === undefined && !data.isForgotten
      ? []
      : flowRows('Subtasks', partParts(data), width, theme)),
    ...(path === undefined ? [] : labelledRows('Path', { text: oneLine(path) }, width, theme)),
    ...slowestRows(data, width, theme),
    ...(data.reading.value === undefined ? forgottenRows(data, width, theme) : []),
  ];
}

const failureToken = (known: Known): Token => (isFailure(known) ? 'error' : 'muted');

function statusParts(known: Known, config: CheckpointConfig | undefined, now: number): readonly Part[] {
  const { status, triggeredAt, endedAt, durationMs, isSavepoint } = known;
  const token: Token = status === 'completed' ? 'ok' : status === 'in-progress' ? 'busy' : failureToken(known);
  const time: readonly Part[] =
    triggeredAt !== undefined
      ? [{ text: `triggered ${clockAndAge(triggeredAt, now)}` }]
      : endedAt === undefined
        ? []
        : [{ text: `ended ${clockAndAge(endedAt, now)}` }];
  return [
    { text: `${statusOf(known)}${isSavepoint ? ' savepoint' : ''}`, token },
    ...time,
    ...(status === 'in-progress' ? deadlineParts(triggeredAt, config, now) : []),
    ...(durationMs === undefined ? [] : [{ text: `took ${formatMeasured(durationMs)}` }]),
    ...(status === 'failed' && config !== undefined
      ? [{ text: `timeout ${formatSeconds(config.timeoutMs)}`, token: 'muted' as const }]
      : []),
  ];
}

/** From this part of the timeout on, a checkpoint is about to time out. */
const latePart = 0.5;

function deadlineParts(
  triggeredAt: number | undefined,
  config: CheckpointConfig | undefined,
  now: number,
): readonly Part[] {
  if (triggeredAt === undefined) return [];
  const elapsedMs = Math.max(0, now - triggeredAt);
  const elapsed: Part = { text: `running for ${formatElapsed(elapsedMs)}` };
  if (config === undefined) return [elapsed];
  const leftMs = config.timeoutMs - elapsedMs;
  const token = elapsedMs > config.timeoutMs * latePart ? 'warning' : undefined;
  return [elapsed, { text: leftMs > 0 ? `timeout in ${formatSeconds(leftMs)}` : 'timeout is due', token }];
}

function partParts({ reading: { value }, listed }: DetailData): readonly Part[] {
  const sizes = (bytes: number | undefined, writtenBytes: number | undefined): readonly Part[] => [
    { text: bytes === undefined ? 'size unknown' : `${formatSize(bytes)} of state` },
    ...(writtenBytes === undefined ? [] : [{ text: `${formatSize(writtenBytes)} written` }]),
  ];
  if (value === undefined)
    return [{ text: 'acknowledgements unknown', token: 'muted' }, ...sizes(listed?.bytes, undefined)];
  const { acknowledgedSubtasks, subtasks, vertices } = value;
  const isComplete = acknowledgedSubtasks === subtasks;
  const token = isComplete ? 'ok' : value.status === 'failed' ? 'error' : 'busy';
  const acknowledged: Part = { text: `${acknowledgedSubtasks} of ${subtasks} acknowledged`, token };
  if (value.status === 'completed') return [acknowledged, ...sizes(value.bytes, value.writtenBytes)];
  const sum = (of: 'bytes' | 'writtenBytes') => vertices.reduce((total, vertex) => total + vertex[of], 0);
  return [
    acknowledged,
    { text: `${formatSize(sum('bytes'))} of state` },
    { text: `${formatSize(sum('writtenBytes'))} written` },
  ];
}

function slowestRows({ parts }: DetailData, width: number, theme: Theme): readonly string[] {
  const slowest = parts?.slowest[0];
  // A subtask that has not acknowledged is slower.
  if (slowest === undefined || parts?.unacknowledged.length !== 0) return [];
  const { vertex, index, parallelism, endToEndMs } = slowest;
  const phase = phaseText(slowest);
  const text = `${vertex} (${index + 1}/${parallelism}), ${formatMeasured(endToEndMs)}${phase === '' ? '' : `, mostly ${phase}`}`;
  return labelledRows('Slowest', { text }, width, theme);
}

const forgotten =
  'Flink no longer keeps this checkpoint (it keeps the last ten), so its vertices and subtasks are unknown';

function forgottenRows(
  { isForgotten, reading: { failure } }: DetailData,
  width: number,
  theme: Theme,
): readonly string[] {
  const row = (text: string, token: Token) => ['', ...labelledRows('', { text, token }, width, theme)];
  if (isForgotten) return row(`${forgotten}.`, 'warning');
  if (failure !== undefined) return row(`Its vertices could not be read: ${describeError(failure).message}`, 'warning');
  return row('Reading its vertices…', 'muted');
}

function unknownRows(data: DetailData, width: number, theme: Theme): readonly string[] {
  const { id, isForgotten, reading } = data;
  if (!isForgotten) return forgottenRows({ ...data, reading }, width, theme);
  const text = `Flink does not list checkpoint #${id} (it keeps the last ten), and the journal does not know it.`;
  return labelledRows('', { text, token: 'warning' }, width, theme);
}
