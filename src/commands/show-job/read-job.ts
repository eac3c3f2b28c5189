import { findBottleneck } from '../../diagnosis/bottleneck.ts';
import { diagnoseJob } from '../../diagnosis/diagnose.ts';
import { jobEvidence, jobJournals, recentEntries } from '../../diagnosis/evidence.ts';
import type { JobHealth } from '../../diagnosis/health.ts';
import { healthOf } from '../../diagnosis/job-health.ts';
import type { Checkpoints, JobVertex, VertexGauges } from '../../flink/responses.ts';
import { takesCheckpoints } from '../../session/jobs/checkpoint-settings.ts';
import { checkpointConfig, checkpoints, jobDetail, vertexGauges } from '../../session/readings/flink-readings.ts';
import { gaugeShares } from '../../session/readings/gauge-shares.ts';
import { type JobLoad, measureLoad } from '../../session/readings/job-load.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import type { TaskRates } from '../../session/readings/measure-counters.ts';
import { readOnce } from '../../session/readings/read-once.ts';
import { type Reading, readingOf } from '../../session/readings/reading.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { type ForgottenJob, forgottenJob } from '../ended-jobs/forgotten-job.ts';
import type { Services } from '../record/command.ts';
import { describeError } from '../record/describe-error.ts';
import type { DiagnosisResult } from '../why/read-diagnosis.ts';
import { readMeasured, withMemory } from '../why/read-measured.ts';

export type ShownJob = {
  readonly kind: 'listed';
  readonly job: JobRow;
  readonly health: JobHealth;
  readonly diagnosis: DiagnosisResult;
  /** undefined if they could not be read. */
  readonly checkpoints: Checkpoints | undefined;
  /** undefined if unknown. */
  readonly takesCheckpoints: boolean | undefined;
  /** In topological order; undefined if they could not be read. */
  readonly vertices: readonly ShownVertex[] | undefined;
  /** Epoch ms by the API server's clock. */
  readonly now: number;
};

export type ShownVertex = {
  readonly vertex: JobVertex;
  readonly isBottleneck: boolean;
  /** Shares from 0 to 1, of the average subtask; undefined if not measured. */
  readonly busy: number | undefined;
  readonly backPressured: number | undefined;
  readonly idle: number | undefined;
  readonly rates: TaskRates | undefined;
};

/** Reads and measures one job. Of a job that Flink no longer knows, returns what the journal has. */
export async function readJob(
  services: Services,
  selector: string,
  signal: AbortSignal,
): Promise<ShownJob | (ForgottenJob & { readonly kind: 'forgotten' })> {
  const read = await withMemory(services, await readMeasured(services, selector, signal), signal);
  const { snapshot: measured, entries, now, notes, job, ended } = read;
  if (job === undefined) {
    if (ended === undefined) throw new Error('no job');
    return { kind: 'forgotten', ...forgottenJob(ended, { entries, now, notes }) };
  }
  const { snapshot, missing } = await addMissing(services, measured, job.id, signal);
  const load = await readLoad(services, snapshot, job, signal);
  const journals = jobJournals(entries, now);
  const cluster = { snapshot, now, entries: recentEntries(entries, now) };
  const { clusterId } = services.connection.target;
  const { value: statistics } = readingOf(snapshot, checkpoints(job.id));
  return {
    kind: 'listed',
    job,
    health: healthOf(cluster, journals, job),
    diagnosis: {
      ...diagnoseJob(cluster, journals, job),
      ...{ clusterId, job, ended, jobCount: 1, now, notes: [...notes, ...missing] },
    },
    checkpoints: statistics,
    takesCheckpoints: takesCheckpoints(statistics, readingOf(snapshot, checkpointConfig(job.id)).value),
    vertices: verticesOf(snapshot, job, load, now),
    now,
  };
}

/** Reads the vertices of a job that does not run, and the checkpoints of a job that is one of many. */
async function addMissing(
  { connection: { flink } }: Services,
  snapshot: SessionSnapshot,
  jobId: string,
  signal: AbortSignal,
): Promise<{ readonly snapshot: SessionSnapshot; readonly missing: readonly string[] }> {
  const readings = new Map(snapshot.readings);
  const missing: string[] = [];
  const needed: readonly (readonly [what: string, reading: Reading<unknown>])[] = [
    ['vertices', jobDetail(jobId)],
    ['checkpoints', checkpoints(jobId)],
  ];
  for (const [what, reading] of needed) {
    if (readingOf({ readings }, reading).value !== undefined) continue;
    const result = await readOnce(reading, flink, signal);
    readings.set(reading.key, result);
    if (result.failure !== undefined) missing.push(`${what} unknown: ${describeError(result.failure).message}`);
  }
  return { snapshot: { ...snapshot, readings }, missing };
}

/** Reads the counters of a running job again. They show its rates if the JobManager has updated the metrics since. */
async function readLoad(
  { connection: { flink } }: Services,
  { loads }: SessionSnapshot,
  { id }: JobRow,
  signal: AbortSignal,
): Promise<JobLoad> {
  const before = loads.get(id);
  const { value } = before === undefined ? {} : await readOnce(jobDetail(id), flink, signal);
  return value === undefined ? new Map() : measureLoad(before, value, Date.now()).load;
}

function verticesOf(
  snapshot: SessionSnapshot,
  job: JobRow,
  load: JobLoad,
  now: number,
): readonly ShownVertex[] | undefined {
  const detail = readingOf(snapshot, jobDetail(job.id)).value;
  const { shares } = jobEvidence({ snapshot, now, entries: undefined }, undefined, job);
  const bottleneck = detail && findBottleneck(detail.vertices, shares)?.root?.vertex.id;
  return detail?.vertices.map((vertex) => ({
    vertex,
    isBottleneck: vertex.id === bottleneck,
    ...sharesOf(readingOf(snapshot, vertexGauges(job.id, vertex.id)).value),
    rates: load.get(vertex.id)?.rates,
  }));
}

function sharesOf(gauges: VertexGauges | undefined): Pick<ShownVertex, 'busy' | 'backPressured' | 'idle'> {
  if (gauges === undefined) return { busy: undefined, backPressured: undefined, idle: undefined };
  return gaugeShares(gauges);
}
