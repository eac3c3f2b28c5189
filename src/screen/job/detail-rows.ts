import { describeError } from '../../commands/record/describe-error.ts';
import type { Checkpoint, Checkpoints, JobVertex } from '../../flink/responses.ts';
import { busiestSubtask, checkpoints, jobDetail, latestException } from '../../session/readings/flink-readings.ts';
import { noReadings, type Reading, readingOf } from '../../session/readings/reading.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { formatDuration } from '../../text/duration.ts';
import { formatSize } from '../../text/format-size.ts';
import { utcClock } from '../../text/utc-time.ts';
import { formatAge } from '../draw/age.ts';
import { cell, wrap } from '../draw/fit.ts';
import { jobTokens } from '../state/job-tokens.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { Theme, Token } from '../theme/theme.ts';
import type { JobPage } from './job-page.ts';
import { hasMetrics, titleRows, vertexRows, verticesOf } from './vertex-rows.ts';

type Row = { readonly label: string; readonly text: string; readonly token?: Token };

const labelWidth = 14;

/** Returns all rows of the page: the facts about the job, then its vertices. */
export function detailRows(state: ScreenState, page: JobPage, width: number): readonly string[] {
  return [...headRows(state, page, width), ...vertexRows(state, page, width)];
}

/** Returns the vertices with a visible row. */
function visibleVertices(
  state: ScreenState,
  page: JobPage,
  { width, height }: { readonly width: number; readonly height: number },
): readonly JobVertex[] {
  const { top } = page;
  const above = headRows(state, page, width).length + titleRows(state.theme).length;
  return verticesOf(state, page).slice(Math.max(0, top - above), Math.max(0, top + height - above));
}

/** Returns the rows above the vertices. */
function headRows({ snapshot, theme, now }: ScreenState, { jobId }: JobPage, width: number): readonly string[] {
  const data = snapshot ?? { readings: noReadings };
  const rows = [
    ...jobRows(jobId, data, now),
    ...exceptionRows(readingOf(data, latestException(jobId)).value, now),
    ...checkpointRows(readingOf(data, checkpoints(jobId)).value, now),
  ];
  return rows.flatMap((row) => formatRow(row, width, theme));
}

/** Returns the readings for the rows above the vertices. */
const headReadings = (jobId: string): readonly Reading<unknown>[] => [
  jobDetail(jobId),
  checkpoints(jobId),
  latestException(jobId),
];

/** Returns the readings of the page. Metrics are read only for visible vertices. */
export function jobReadings(
  state: ScreenState,
  page: JobPage,
  size: { readonly width: number; readonly height: number },
): readonly Reading<unknown>[] {
  const visible = visibleVertices(state, page, size).filter(hasMetrics);
  return [...headReadings(page.jobId), ...visible.map(({ id }) => busiestSubtask(page.jobId, id))];
}

/** Returns the first error that makes a part of the page stale or empty. */
export function detailFailure(jobId: string, snapshot: Pick<SessionSnapshot, 'readings'>): Error | undefined {
  return headReadings(jobId)
    .map((reading) => readingOf(snapshot, reading).failure)
    .find((failure) => failure !== undefined);
}

function jobRows(jobId: string, snapshot: Pick<SessionSnapshot, 'readings'>, now: number): readonly Row[] {
  const job = readingOf(snapshot, jobDetail(jobId)).value;
  const failure = detailFailure(jobId, snapshot);
  const rows: Row[] = [{ label: 'id', text: jobId }];
  if (failure !== undefined) {
    rows.push({ label: 'REST error', text: describeError(failure).message, token: 'warning' });
  }
  if (job === undefined) return failure === undefined ? [...rows, { label: 'state', text: 'loading…' }] : rows;
  return [
    ...rows,
    { label: 'name', text: job.name },
    { label: 'state', text: job.state, token: jobTokens[job.state] },
    { label: 'started', text: `${utcClock(job.startTime, now)} (${formatAge(now - job.startTime)} ago)` },
    { label: 'duration', text: formatAge(job.durationMs) },
  ];
}

function exceptionRows(
  exception: { readonly at: number; readonly message: string } | undefined,
  now: number,
): readonly Row[] {
  if (exception === undefined) return [];
  return [{ label: 'exception', text: `${formatAge(now - exception.at)} ago: ${exception.message}`, token: 'error' }];
}

function checkpointRows(statistics: Checkpoints | undefined, now: number): readonly Row[] {
  if (statistics === undefined) return [];
  if (!statistics.enabled) return [{ label: 'checkpoints', text: 'not enabled for this job' }];
  const { completed, failed, inProgress, restored, latestCompleted, latestSavepoint, latestFailed } = statistics;
  const counts = `${completed} completed, ${failed} failed, ${inProgress} in progress, ${restored} restored`;
  return [
    { label: 'checkpoints', text: counts },
    ...(latestCompleted === undefined ? [] : [checkpointRow('latest', latestCompleted, now)]),
    ...(latestSavepoint === undefined ? [] : [checkpointRow('savepoint', latestSavepoint, now)]),
    ...(latestFailed === undefined
      ? []
      : [
          {
            label: 'latest failed',
            text: `#${latestFailed.id}, ${formatAge(now - latestFailed.failedAt)} ago: ${latestFailed.message}`,
            token: 'warning',
          } as const,
        ]),
  ];
}

function checkpointRow(label: string, { id, completedAt, durationMs, stateSize, path }: Checkpoint, now: number): Row {
  const age = completedAt === undefined ? 'in progress' : `${formatAge(now - completedAt)} ago`;
  const sizeAndDuration = `${formatSize(stateSize)} in ${durationMs < 1000 ? `${durationMs} ms` : formatDuration(durationMs)}`;
  return { label, text: `#${id}, ${age}, ${sizeAndDuration}${path === undefined ? '' : `, ${path}`}` };
}

function formatRow({ label, text, token }: Row, width: number, theme: Theme): readonly string[] {
  const paint = token === undefined ? (unpainted: string) => unpainted : theme[token];
  return wrap(text, width - labelWidth, 20, 'words').map(
    (row, index) => theme.muted(cell(index === 0 ? label : '', labelWidth)) + paint(row),
  );
}
