import type { Checkpoint, Checkpoints, JobVertex } from '../../flink/answers.ts';
import { formatDuration } from '../../text/duration.ts';
import { formatSize } from '../../text/format-size.ts';
import { formatAge } from '../draw/age.ts';
import { cell, cut, wrap } from '../draw/fit.ts';
import { jobTokens } from '../state/job-tokens.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { Theme, Token } from '../theme/theme.ts';
import type { JobPage } from './job-page.ts';

type Row = { readonly label: string; readonly text: string; readonly token?: Token };

const labelWidth = 14;

/** Everything about one job, a row each; the pane shows a window of them. */
export function detailRows({ theme, now }: ScreenState, page: JobPage, width: number): readonly string[] {
  const rows = [...jobRows(page), ...exceptionRows(page, now), ...checkpointRows(page.checkpoints, now)];
  return [...rows.flatMap((row) => formatted(row, width, theme)), ...vertexRows(page, width, theme)];
}

function jobRows({ jobId, detail, failure }: JobPage): readonly Row[] {
  const rows: Row[] = [{ label: 'id', text: jobId }];
  if (failure !== undefined) rows.push({ label: 'not answered', text: failure, token: 'warning' });
  if (detail === undefined) return failure === undefined ? [...rows, { label: 'state', text: 'asking Flink…' }] : rows;
  return [
    ...rows,
    { label: 'name', text: detail.name },
    { label: 'state', text: detail.state, token: jobTokens[detail.state] },
    { label: 'started', text: new Date(detail.startTime).toISOString() },
    { label: 'duration', text: formatAge(detail.durationMs) },
  ];
}

function exceptionRows({ exception }: JobPage, now: number): readonly Row[] {
  if (exception === undefined) return [];
  return [
    { label: 'last failure', text: `${formatAge(now - exception.at)} ago: ${exception.message}`, token: 'error' },
  ];
}

function checkpointRows(checkpoints: Checkpoints | undefined, now: number): readonly Row[] {
  if (checkpoints === undefined) return [];
  if (!checkpoints.enabled) return [{ label: 'checkpoints', text: 'not enabled for this job' }];
  const { completed, failed, inProgress, restored, latestCompleted, latestSavepoint, latestFailed } = checkpoints;
  const counts = `${completed} completed, ${failed} failed, ${inProgress} in progress, ${restored} restored`;
  return [
    { label: 'checkpoints', text: counts },
    ...(latestCompleted === undefined ? [] : [checkpointRow('latest', latestCompleted, now)]),
    ...(latestSavepoint === undefined ? [] : [checkpointRow('savepoint', latestSavepoint, now)]),
    ...(latestFailed === undefined
      ? []
      : [
          {
            label: 'last failed',
            text: `#${latestFailed.id}, ${formatAge(now - latestFailed.failedAt)} ago: ${latestFailed.message}`,
            token: 'warning',
          } as const,
        ]),
  ];
}

function checkpointRow(label: string, { id, completedAt, durationMs, stateSize, path }: Checkpoint, now: number): Row {
  const age = completedAt === undefined ? 'in progress' : `${formatAge(now - completedAt)} ago`;
  const took = `${formatSize(stateSize)} in ${durationMs < 1000 ? `${durationMs} ms` : formatDuration(durationMs)}`;
  return { label, text: `#${id}, ${age}, ${took}${path === undefined ? '' : `, ${path}`}` };
}

function vertexRows({ detail }: JobPage, width: number, theme: Theme): readonly string[] {
  if (detail === undefined) return [];
  return ['', theme.strong('Vertices'), ...detail.vertices.map((vertex) => vertexRow(vertex, width, theme))];
}

function vertexRow({ name, parallelism, status, tasks }: JobVertex, width: number, theme: Theme): string {
  const counts = Object.entries(tasks)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state.toLowerCase()}`)
    .join(', ');
  const token = status === 'RUNNING' ? 'ok' : status === 'FAILED' ? 'error' : 'muted';
  const nameWidth = Math.max(10, width - 52);
  const start = `${cell(name, nameWidth)}  ${cell(`×${parallelism}`, 6)} `;
  return start + theme[token](cell(status, 12)) + cut(` ${counts}`, width - nameWidth - 21);
}

function formatted({ label, text, token }: Row, width: number, theme: Theme): readonly string[] {
  const paint = token === undefined ? (part: string) => part : theme[token];
  return wrap(text, width - labelWidth, 20, 'words').map(
    (part, index) => theme.muted(cell(index === 0 ? label : '', labelWidth)) + paint(part),
  );
}
