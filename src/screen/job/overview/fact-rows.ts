import { describeError } from '../../../commands/record/describe-error.ts';
import { countSince, hourMs, restartsInHour } from '../../../diagnosis/restarts.ts';
import { hasEnded } from '../../../flink/has-ended.ts';
import type { CheckpointConfig, Checkpoints, JobDetail } from '../../../flink/responses.ts';
import { takesCheckpoints } from '../../../session/jobs/checkpoint-settings.ts';
import { checkpointConfig, checkpoints, jobDetail } from '../../../session/readings/flink-readings.ts';
import type { JobRow } from '../../../session/readings/join-jobs.ts';
import { noReadings, type Reading, readingOf } from '../../../session/readings/reading.ts';
import { formatSize } from '../../../text/format-size.ts';
import { clockAndAge, clockAndDuration, formatAge } from '../../draw/age.ts';
import { cut, widthOf } from '../../draw/fit.ts';
import { type Part, paintPart } from '../../draw/section-rows.ts';
import { jobHealths, jobHealthTokens, shownHealth } from '../../state/job-health.ts';
import { jobTokens } from '../../state/job-tokens.ts';
import { allRestartsText, restartsOf } from '../../state/restarts.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { Theme } from '../../theme/theme.ts';
import { endedJob, forgottenJob } from '../ended-job.ts';
import type { JobPage } from '../job-page.ts';
import { forgottenFacts, podsFact } from './ended-rows.ts';

/** A fact with its label: `restarts 3 in 1h, last 2m ago`. */
type Fact = { readonly label?: string; readonly parts: readonly Part[] };

const gap = '   ';
/** Columns of the frame's title around the name of the job. */
const titleColumns = 16;

/** Returns the readings for the facts, in addition to the job itself. */
export const factReadings = (jobId: string): readonly Reading<unknown>[] => [checkpoints(jobId)];

/** Returns the facts about the job in as few rows as possible. */
export function factRows(state: ScreenState, page: JobPage, width: number): readonly string[] {
  return flowRows(factsOf(state, page, width), width, state.theme);
}

function factsOf(state: ScreenState, page: JobPage, width: number): readonly Fact[] {
  const { jobId } = page;
  const { serverNow, snapshot } = state;
  const ended = endedJob(state, page);
  const pods = ended === undefined ? [] : podsFact(ended, snapshot?.clusterId ?? '');
  const forgotten = forgottenJob(state, page);
  if (forgotten !== undefined) {
    const facts = forgottenFacts(forgotten, serverNow);
    return [
      ...facts,
      restartsFact(state, jobId, undefined),
      ...pods,
      ...nameFact(forgotten.name, width),
      idFact(jobId),
    ];
  }
  const data = snapshot ?? { readings: noReadings };
  const { value: detail, failure } = readingOf(data, jobDetail(jobId));
  const { value: statistics, failure: checkpointsFailure } = readingOf(data, checkpoints(jobId));
  const error = failure ?? checkpointsFailure;
  const job = detail ?? snapshot?.jobs?.find(({ id }) => id === jobId) ?? snapshot?.loads.get(jobId)?.detail;
  return [
    ...(error === undefined
      ? []
      : [{ label: 'REST error', parts: [{ text: describeError(error).message, token: 'warning' }] } as const]),
    ...(job === undefined ? [] : [stateFact(state, job), timeFact(job, serverNow)]),
    restartsFact(state, jobId, job),
    checkpointFact(statistics, readingOf(data, checkpointConfig(jobId)).value, serverNow),
    ...pods,
    ...(job === undefined ? [] : nameFact(job.name, width)),
    idFact(jobId),
  ];
}

const idFact = (jobId: string): Fact => ({ label: 'id', parts: [{ text: jobId }] });

/** The name, unless the title has room for it. */
function nameFact(name: string, width: number): readonly Fact[] {
  return widthOf(name) <= width - titleColumns ? [] : [{ label: 'name', parts: [{ text: name }] }];
}

/** The state and the health, unless the health only repeats the state. */
function stateFact(state: ScreenState, { id, state: jobState }: JobDetail | JobRow): Fact {
  const health = jobHealths(state).get(id);
  const word = { text: jobState, token: jobTokens[jobState] };
  if (health === undefined || health.word === jobState.toLowerCase()) return { parts: [word] };
  return { parts: [word, { text: '  ' }, { text: shownHealth(health), token: jobHealthTokens[health.kind] }] };
}

function timeFact({ startTime, endTime }: JobDetail | JobRow, now: number): Fact {
  if (endTime === undefined) return { label: 'started', parts: [{ text: clockAndAge(startTime, now) }] };
  return { label: 'ended', parts: [{ text: clockAndDuration(startTime, endTime, now) }] };
}

/** All known restarts. If some of them are older than an hour, also those of the last hour. */
function restartsFact(state: ScreenState, jobId: string, job: JobDetail | JobRow | undefined): Fact {
  const { journal, serverNow } = state;
  const label = 'restarts';
  if (journal === undefined) return { label, parts: [{ text: '–', token: 'muted' }] };
  const restarts = restartsOf(state).get(jobId);
  const recent = restartsInHour(restarts, serverNow);
  const all = allRestartsText(restarts, serverNow) ?? 'none';
  if (recent.length === 0 || (job && hasEnded(job.state))) return { label, parts: [{ text: all }] };
  const inHour = recent.length === restarts?.length ? '' : `${countSince(recent, serverNow - hourMs)} in 1h, `;
  return { label, parts: [{ text: inHour + all, token: 'error' }] };
}

function checkpointFact(statistics: Checkpoints | undefined, config: CheckpointConfig | undefined, now: number): Fact {
  const label = 'checkpoint';
  if (statistics === undefined) return { label, parts: [{ text: '–', token: 'muted' }] };
  const latestCompleted = statistics.enabled ? statistics.latestCompleted : undefined;
  if (latestCompleted === undefined && takesCheckpoints(statistics, config) === false) {
    return { label, parts: [{ text: 'not enabled', token: 'muted' }] };
  }
  if (latestCompleted === undefined) return { label, parts: [{ text: 'none completed' }] };
  const { completedAt, triggeredAt, stateSize } = latestCompleted;
  const age = formatAge(now - (completedAt ?? triggeredAt));
  return { label, parts: [{ text: `${age} ago, ${formatSize(stateSize)}` }] };
}

/** Puts as many facts into a row as fit. A fact that is too long for a row is cut. */
function flowRows(facts: readonly Fact[], width: number, theme: Theme): readonly string[] {
  const rows: string[] = [];
  let used = 0;
  for (const { label, parts } of facts) {
    const start = label === undefined ? '' : `${label} `;
    const texts = cutParts(parts, width - widthOf(start));
    const columns = texts.reduce((sum, { text }) => sum + widthOf(text), widthOf(start));
    const painted = theme.muted(start) + texts.map((part) => paintPart(part, theme)).join('');
    if (rows.length > 0 && used + gap.length + columns <= width) {
      rows.push(`${rows.pop()}${gap}${painted}`);
      used += gap.length + columns;
    } else {
      rows.push(painted);
      used = columns;
    }
  }
  return rows;
}

function cutParts(parts: readonly Part[], width: number): readonly Part[] {
  let left = width;
  return parts.map((part) => {
    const text = cut(part.text, left);
    left -= widthOf(text);
    return { ...part, text };
  });
}
