import { describeError } from '../../../commands/record/describe-error.ts';
import type { JobDetail, JobVertex } from '../../../flink/responses.ts';
import { busiestSubtask, checkpoints, jobDetail, latestException } from '../../../session/readings/flink-readings.ts';
import { noReadings, type Reading, readingOf } from '../../../session/readings/reading.ts';
import type { SessionSnapshot } from '../../../session/snapshot.ts';
import { clockAndAge, clockAndDuration } from '../../draw/age.ts';
import { widthOf } from '../../draw/fit.ts';
import { jobTokens } from '../../state/job-tokens.ts';
import { allRestartsText, restartsOf } from '../../state/restarts.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { Theme } from '../../theme/theme.ts';
import type { JobPage } from '../job-page.ts';
import { headingRows, indentedRows, labelledRows, type Part } from '../section-rows.ts';
import { checkpointRows } from './checkpoint-rows.ts';
import { hasMetrics, vertexRows, vertexTitleRows, verticesOf } from './vertex-rows.ts';

/** Blank columns at both sides. */
const margin = 1;
/** Columns of the frame's title around the name of the job. */
const titleColumns = 16;

/** Returns all rows of the page: the facts about the job, its last failure, its checkpoints, then its vertices. */
export function detailRows(state: ScreenState, page: JobPage, width: number): readonly string[] {
  const rows = [...headRows(state, page, width), ...vertexRows(state, page, width - 2 * margin)];
  return rows.map((row) => ' '.repeat(margin) + row);
}

/** Returns the vertices with a visible row. */
function visibleVertices(
  state: ScreenState,
  page: JobPage,
  { width, height }: { readonly width: number; readonly height: number },
): readonly JobVertex[] {
  const { top } = page.overview;
  const above = headRows(state, page, width).length + vertexTitleRows;
  return verticesOf(state, page).slice(Math.max(0, top - above), Math.max(0, top + height - above));
}

/** Returns the rows above the vertices. */
function headRows(state: ScreenState, { jobId }: JobPage, pageWidth: number): readonly string[] {
  const { snapshot, theme, serverNow: now } = state;
  const width = pageWidth - 2 * margin;
  const restarts = allRestartsText(restartsOf(state).get(jobId), now);
  const data = snapshot ?? { readings: noReadings };
  return [
    ...[
      ...factsOf(jobId, data, now, width),
      ...(restarts === undefined ? [] : [['Restarts', { text: restarts, token: 'error' }] as const]),
    ].flatMap(([label, part]) => labelledRows(label, part, width, theme)),
    ...failureRows(readingOf(data, latestException(jobId)).value, now, width, theme),
    ...checkpointRows(readingOf(data, checkpoints(jobId)).value, now, width, theme),
  ];
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
function detailFailure(jobId: string, snapshot: Pick<SessionSnapshot, 'readings'>): Error | undefined {
  return headReadings(jobId)
    .map((reading) => readingOf(snapshot, reading).failure)
    .find((failure) => failure !== undefined);
}

type Fact = readonly [label: string, part: Part];

function factsOf(
  jobId: string,
  snapshot: Pick<SessionSnapshot, 'readings'>,
  now: number,
  width: number,
): readonly Fact[] {
  const job = readingOf(snapshot, jobDetail(jobId)).value;
  const failure = detailFailure(jobId, snapshot);
  return [
    ...(failure === undefined
      ? []
      : [['REST error', { text: describeError(failure).message, token: 'warning' }] as const]),
    ...(job === undefined ? [] : stateFacts(job, now, width)),
    ...(job === undefined && failure === undefined ? [['State', { text: 'loading…', token: 'busy' }] as const] : []),
    ['ID', { text: jobId }],
  ];
}

/** Contains the name only if it is too long for the title. A running job has one age: the time since its start. */
function stateFacts({ name, state, startTime, endTime }: JobDetail, now: number, width: number): readonly Fact[] {
  return [
    ...(widthOf(name) <= width - titleColumns ? [] : [['Name', { text: name }] as const]),
    ['State', { text: state, token: jobTokens[state] }],
    ['Started', { text: clockAndAge(startTime, now) }],
    ...(endTime === undefined ? [] : [['Ended', { text: clockAndDuration(startTime, endTime, now) }] as const]),
  ];
}

function failureRows(
  exception: { readonly at: number; readonly message: string } | undefined,
  now: number,
  width: number,
  theme: Theme,
): readonly string[] {
  if (exception === undefined) return [];
  return [
    ...headingRows('Last failure', [{ text: clockAndAge(exception.at, now) }], width, theme),
    ...indentedRows({ text: exception.message, token: 'error' }, width, theme),
  ];
}
