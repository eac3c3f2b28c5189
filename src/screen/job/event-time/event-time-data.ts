import { backlogText } from '../../../diagnosis/event-time-texts.ts';
import { eventTimeVerdict } from '../../../diagnosis/event-time-verdict.ts';
import { shortVertex } from '../../../diagnosis/texts.ts';
import { hasEnded } from '../../../flink/has-ended.ts';
import type { JobEventTime, VertexEventTime } from '../../../session/event-time/job-event-time.ts';
import type { Part } from '../../draw/section-rows.ts';
import { jobDiagnosis } from '../../state/job-diagnosis.ts';
import { keyName } from '../../state/key-names.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { EmptyText } from '../../table/empty-rows.ts';
import type { Token } from '../../theme/theme.ts';
import type { JobPage } from '../job-page.ts';

/** Returns what is known about the event time of the job; undefined until it is read. */
export const shownEventTime = (state: ScreenState, { jobId }: JobPage): JobEventTime | undefined =>
  jobDiagnosis(state, jobId)?.eventTime;

/** Returns the vertex whose subtasks are shown. */
export function openVertex(state: ScreenState, page: JobPage): VertexEventTime | undefined {
  const { openId } = page.eventTime;
  if (openId === undefined) return undefined;
  return shownEventTime(state, page)?.vertices.find(({ vertex }) => vertex.id === openId);
}

/** Returns the index of the vertex under the cursor: the one that holds the watermark back until another one is chosen. */
export function vertexIndex({ vertices, holder }: JobEventTime, { vertexId }: JobPage): number {
  const chosen = vertices.findIndex(({ vertex }) => vertex.id === vertexId);
  if (chosen !== -1) return chosen;
  return Math.max(
    0,
    vertices.findIndex(({ vertex }) => vertex.id === holder?.vertex.id),
  );
}

const marks = {
  unused: { mark: '·', token: 'muted' },
  unknown: { mark: '·', token: 'muted' },
  ended: { mark: '·', token: 'muted' },
  stuck: { mark: '✕', token: 'error' },
  quiet: { mark: '▲', token: 'warning' },
  starting: { mark: '·', token: 'busy' },
  'held-back': { mark: '▲', token: 'warning' },
  moving: { mark: '✓', token: 'ok' },
} as const satisfies {
  readonly [Kind in ReturnType<typeof eventTimeVerdict>['kind']]: { readonly mark: string; readonly token: Token };
};

/** The verdict with its mark. */
export function verdictPart(eventTime: JobEventTime, now: number): Part {
  const { kind, text } = eventTimeVerdict(eventTime, now);
  const { mark, token } = marks[kind];
  return { text: `${mark} ${text}`, token };
}

/** The largest backlog of a source in one sentence; undefined if none is reported. */
export function backlogVerdict({ vertices }: JobEventTime): Part | undefined {
  const [worst] = vertices
    .filter(({ backlog }) => backlog !== undefined)
    .toSorted((a, b) => (b.backlog?.pendingRecords ?? 0) - (a.backlog?.pendingRecords ?? 0));
  if (worst?.backlog === undefined) return undefined;
  const text = `${shortVertex(worst.vertex.name)}: ${backlogText(worst.backlog)}`;
  return worst.backlog.catchUp?.kind === 'never'
    ? { text: `▲ ${text}`, token: 'warning' }
    : { text: `· ${text}`, token: 'muted' };
}

/** Says why there is nothing to show. */
export function emptyText(state: ScreenState, { jobId }: JobPage): EmptyText {
  const { snapshot } = state;
  const job = snapshot?.jobs?.find(({ id }) => id === jobId);
  if (job !== undefined && hasEnded(job.state)) {
    return { text: `The job is ${job.state.toLowerCase()}: Flink reports watermarks only while a job runs` };
  }
  const vertices = snapshot?.loads.get(jobId)?.detail.vertices ?? [];
  if (vertices.length > 0 && vertices.every(({ status }) => status !== 'RUNNING')) {
    return {
      text: 'No task of the job runs, so it has no watermarks',
      hints: [{ key: keyName(state, 'session.why'), text: 'says what is wrong' }],
    };
  }
  return {
    text: 'Reading the watermarks…',
    hints: ['The first values come when the JobManager has fetched metrics, within 10 s'],
  };
}
