import type { JobVertex } from '../../../flink/responses.ts';
import type { JobEventTime, VertexEventTime } from '../../../session/event-time/job-event-time.ts';
import type { RememberedJob } from '../../../session/journal/last-seen/remembered-job.ts';
import { jobDetail, vertexGauges } from '../../../session/readings/flink-readings.ts';
import { gaugeShares } from '../../../session/readings/gauge-shares.ts';
import type { JobLoad, VertexLoad } from '../../../session/readings/job-load.ts';
import type { TaskRates } from '../../../session/readings/measure-counters.ts';
import { type Readings, readingOf } from '../../../session/readings/reading.ts';
import { graphLanes } from '../../../text/graph-lanes.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import { jobDiagnosis } from '../../state/job-diagnosis.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { endedJob, forgottenJob } from '../ended-job.ts';
import type { JobPage } from '../job-page.ts';
import { pastVertices, verticesOf } from './ended-lanes.ts';

/** One vertex with its part of the graph. */
export type Lane = {
  readonly vertex: JobVertex;
  /** Its row in the drawing of the graph. */
  readonly gutter: string;
  /** `from map, filter`, if the vertex does not simply follow the previous one. Empty otherwise. */
  readonly inputs: string;
  readonly hasConsumers: boolean;
  /** undefined if nothing is measured yet, and for tasks that do not run. */
  readonly load: LaneLoad | undefined;
  /** Whether the job has ended, so that the load is the one that was last seen. */
  readonly isPast: boolean;
  readonly isBottleneck: boolean;
  /** undefined until it is read, and if the job does not use event time and reports no pending records. */
  readonly eventTime: VertexEventTime | undefined;
  /** Whether to look at it first: a finding names it, or it is the bottleneck. */
  readonly isSuspect: boolean;
};

/** Until two responses show the rates, only Flink's gauges of the last minute may be known. */
export type LaneLoad = Omit<VertexLoad, 'rates'> & { readonly rates: LaneRates | undefined };
/** Rates that are unknown are missing. */
type LaneRates = { readonly [Name in keyof TaskRates]?: TaskRates[Name] | undefined };

/** Returns the vertices in Flink's topological order; undefined until they are read. */
export function lanesOf(state: ScreenState, page: JobPage): readonly Lane[] | undefined {
  const { snapshot } = state;
  const { jobId } = page;
  if (snapshot === undefined) return undefined;
  const ended = endedJob(state, page);
  const forgotten = forgottenJob(state, page);
  if (forgotten !== undefined) return forgottenLanes(forgotten);
  const known = snapshot.loads.get(jobId);
  const vertices = readingOf(snapshot, jobDetail(jobId)).value?.vertices ?? known?.detail.vertices;
  if (vertices === undefined) return undefined;
  if (ended !== undefined) return endedLanes(vertices, ended);
  const load = known?.load ?? noLoad;
  // Gauges are read again only while no vertex is measured.
  const gauged = load.size > 0 ? noGauges : gaugeLoads(vertices, jobId, snapshot.readings);
  const { bottleneckId, suspectId, eventTime } = jobDiagnosis(state, jobId) ?? {};
  return joinLanes(vertices, load, gauged, eventTime, bottleneckId, suspectId);
}

const noLoad: JobLoad = new Map();
const noGauges: ReadonlyMap<string, LaneLoad> = new Map();

const gaugeLoads = rememberLast((vertices: readonly JobVertex[], jobId: string, readings: Readings) => {
  const loads = new Map<string, LaneLoad>();
  for (const { id } of vertices) {
    const { value, readAt } = readingOf({ readings }, vertexGauges(jobId, id));
    if (value !== undefined && readAt !== undefined) {
      loads.set(id, { ...gaugeShares(value), rates: undefined, measuredAt: readAt });
    }
  }
  return loads;
});

const joinLanes = rememberLast(
  (
    vertices: readonly JobVertex[],
    load: JobLoad,
    gauged: ReadonlyMap<string, LaneLoad>,
    eventTime: JobEventTime | undefined,
    bottleneckId: string | undefined,
    suspectId: string | undefined,
  ): readonly Lane[] => {
    const gutters = guttersOf(vertices);
    const times = eventTimesOf(eventTime);
    const names = new Map(vertices.map(({ id, name }) => [id, name]));
    const consumed = new Set(vertices.flatMap(({ inputs }) => inputs));
    return vertices.map((vertex, index) => ({
      vertex,
      gutter: gutters[index] ?? '',
      inputs: inputsText(vertex, vertices[index - 1], names),
      hasConsumers: consumed.has(vertex.id),
      isPast: false,
      load: vertex.status === 'RUNNING' ? (load.get(vertex.id) ?? gauged.get(vertex.id)) : undefined,
      isBottleneck: vertex.id === bottleneckId,
      eventTime: times.get(vertex.id),
      isSuspect: vertex.id === suspectId,
    }));
  },
);

function eventTimesOf(eventTime: JobEventTime | undefined): ReadonlyMap<string, VertexEventTime> {
  const isShown = eventTime?.usage === 'used' || eventTime?.vertices.some(({ backlog }) => backlog !== undefined);
  return new Map(isShown ? eventTime?.vertices.map((known) => [known.vertex.id, known]) : []);
}

const endedLanes = rememberLast((vertices: readonly JobVertex[], job: RememberedJob): readonly Lane[] => {
  const past = pastVertices(vertices, job);
  return joinLanes(vertices, noLoad, noGauges, undefined, undefined, undefined).map((lane, index) => ({
    ...lane,
    ...past[index],
    isPast: true,
    isSuspect: past[index]?.isBottleneck === true,
  }));
});

const forgottenLanes = rememberLast((job: RememberedJob) => endedLanes(verticesOf(job), job));

const guttersOf = rememberLast((vertices: readonly JobVertex[]) => graphLanes(vertices));

function inputsText(
  { inputs }: JobVertex,
  previous: JobVertex | undefined,
  names: ReadonlyMap<string, string>,
): string {
  const [first, ...others] = inputs;
  if (first === undefined) return previous === undefined ? '' : 'no input';
  if (others.length === 0 && first === previous?.id) return '';
  return `from ${inputs.map((id) => names.get(id) ?? id).join(', ')}`;
}

/** Returns the index of the vertex under the cursor: the suspect until another one is chosen. */
export function cursorIndex(lanes: readonly Lane[], { vertexId }: JobPage): number {
  const chosen = lanes.findIndex(({ vertex }) => vertex.id === vertexId);
  if (chosen !== -1) return chosen;
  return Math.max(
    0,
    lanes.findIndex(({ isSuspect }) => isSuspect),
  );
}
