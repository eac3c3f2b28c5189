import { FlinkError } from '../../../../src/flink/error.ts';
import { hasEnded } from '../../../../src/flink/has-ended.ts';
import {
  type Checkpoints,
  type JobFailure,
  type JobHistory,
  type JobState,
  jobStates,
} from '../../../../src/flink/responses.ts';
import {
  checkpointConfig,
  checkpoints,
  jobFailures,
  jobHistory,
  jobState,
  numRestarts,
} from '../../../../src/session/readings/flink-readings.ts';
import type { Reading, ReadingState } from '../../../../src/session/readings/reading.ts';
import { jobOverview } from '../../../support/session.ts';
import { createCheckpointModel, type ModelCheckpoints } from './checkpoint-model.ts';
import type { Model } from './model.ts';

type ModelJob = {
  readonly id: string;
  times: Map<JobState, number>;
  state: JobState;
  readonly parallelism: Map<string, number>;
  /** All failures since the JobMaster started. Flink lists the newest 16. */
  failures: JobFailure[];
  /** Number of restarts that the journal contains; undefined if it is unknown. */
  recorded: number | undefined;
  readonly checkpoints: ModelCheckpoints;
  /** `omitted`: the JobMaster does not respond. `gone`: Flink does not know the job. */
  presence: 'listed' | 'omitted' | 'gone';
};

const notFound = new FlinkError('not-found', 'job not found');
const timeout = new FlinkError('timeout', 'no response within 5 s');

/** Jobs that start, restart and end, and the responses about them. */
export function createJobModel(model: Model) {
  const { random, clock, seen, tick, newId } = model;
  const { below, chance, pick } = random;
  const checkpointModel = createCheckpointModel(model);
  const jobs: ModelJob[] = [];
  const readings = new Map<string, ReadingState<unknown>>();
  const flinkTick = () => tick() + clock.flinkAheadMs;

  function enter(job: ModelJob, state: JobState): number {
    const at = flinkTick();
    job.times.set(state, at);
    job.state = state;
    return at;
  }

  function startJob(job?: ModelJob): void {
    const started = job ?? {
      id: newId('job'),
      times: new Map(),
      state: 'INITIALIZING' as JobState,
      parallelism: new Map(),
      failures: [],
      recorded: 0,
      checkpoints: checkpointModel.create(),
      presence: 'listed' as const,
    };
    started.times = new Map();
    started.failures = [];
    started.recorded = 0;
    started.presence = 'listed';
    enter(started, 'INITIALIZING');
    if (chance(0.9)) run(started, 'CREATED');
    if (job === undefined) jobs.push(started);
  }

  function run(job: ModelJob, through: JobState): void {
    enter(job, through);
    if (chance(0.3)) {
      for (const vertex of ['source', 'map']) job.parallelism.set(vertex, 1 + below(4));
      if (through !== 'CREATED') enter(job, 'CREATED');
    }
    for (const vertex of ['source', 'map']) job.parallelism.set(vertex, job.parallelism.get(vertex) ?? 1);
    if (chance(0.9)) enter(job, 'RUNNING');
  }

  function fail(job: ModelJob, isFinal: boolean): void {
    const cause = (task: string | undefined) => ({
      at: flinkTick(),
      exception: pick(['IOException', 'TimeoutException']),
      message: 'lost',
      task,
      pod: chance(0.5) ? 'demo-taskmanager-1-1' : undefined,
    });
    const attempt = job.failures.length;
    const failure = cause(chance(0.2) ? undefined : `map (1/2) - execution #${attempt}`);
    const concurrent = chance(0.3) ? [cause(`sink (1/1) - execution #${attempt}`)] : [];
    const isSame = ({ at, task }: JobFailure) => at === failure.at && task === failure.task;
    if (!job.failures.some(isSame)) job.failures.push({ ...failure, concurrent, isFinal });
  }

  function changeJob(job: ModelJob): void {
    if (hasEnded(job.state)) return;
    if (job.presence === 'gone') {
      if (chance(0.3)) startJob(job);
      return;
    }
    job.presence = chance(0.1) ? 'omitted' : 'listed';
    if (chance(0.03)) job.presence = 'gone';
    const some = chance(0.1) ? 16 + below(30) : 1 + below(3);
    for (let restarts = chance(0.3) ? some : 0; restarts > 0; restarts -= 1) {
      fail(job, false);
      run(job, 'RESTARTING');
    }
    if (job.state !== 'RUNNING' && chance(0.5)) enter(job, 'RUNNING');
    checkpointModel.change(job.checkpoints, job.state === 'RUNNING');
    if (chance(0.05)) end(job);
  }

  function end(job: ModelJob): void {
    const state = pick(['FINISHED', 'CANCELED', 'FAILED'] as const);
    if (state === 'CANCELED') enter(job, 'CANCELLING');
    if (state === 'FAILED') {
      fail(job, true);
      enter(job, 'FAILING');
    }
    enter(job, state);
    checkpointModel.endAll(job.checkpoints);
  }

  const historyOf = (job: ModelJob): JobHistory => ({
    now: clock.now + clock.flinkAheadMs,
    state: job.state,
    states: jobStates
      .map((state) => ({ state, at: job.times.get(state) ?? 0 }))
      .filter(({ at }) => at > 0)
      .sort((a, b) => a.at - b.at || Number(a.state === job.state) - Number(b.state === job.state)),
    vertices: [...job.parallelism].map(([id, parallelism]) => ({ id, name: id, parallelism })),
  });

  /** Requests a reading: a response, an error, or no request. Returns true after a response. */
  function poll<T>({ key }: Reading<T>, value: T): boolean {
    const { value: known, readAt } = readings.get(key) ?? {};
    const result = pick(['response', 'response', 'error', 'none', 'none', 'none', 'forgotten']);
    if (result === 'response') {
      readings.set(key, { value, readAt: clock.now - clock.serverAheadMs, failure: undefined });
    }
    if (result === 'error') readings.set(key, { value: known, readAt, failure: timeout });
    if (result === 'forgotten') readings.delete(key);
    return result === 'response';
  }

  function show(): void {
    for (const job of jobs) {
      const known = seen.jobs.get(job.id);
      if (job.presence === 'listed') {
        readings.delete(jobState(job.id).key);
        showJob(job);
      } else if (job.presence === 'omitted') {
        poll(jobState(job.id), job.state);
      } else if (chance(0.5)) {
        readings.set(jobState(job.id).key, { value: undefined, readAt: undefined, failure: notFound });
        if (known !== undefined && !hasEnded(known.state as JobState)) known.state = 'LOST';
      }
    }
  }

  function showJob(job: ModelJob): void {
    const { id } = job;
    const know = (state: JobState) => {
      const known = seen.jobs.get(id) ?? { state, parallelism: new Map() };
      seen.jobs.set(id, { ...known, state });
    };
    if (poll(jobHistory(id), historyOf(job))) {
      know(job.state);
      const { parallelism } = seen.jobs.get(id) ?? {};
      if (job.state === 'RUNNING') for (const [vertex, count] of job.parallelism) parallelism?.set(vertex, count);
    }
    if (hasEnded(job.state) || readings.get(jobHistory(id).key)?.failure !== undefined) know(job.state);
    poll(jobFailures(id), job.failures.slice(-16));
    const total = job.failures.filter(({ isFinal }) => !isFinal).length;
    poll(numRestarts(id), chance(0.8) ? { state: 'measured', value: total } : { state: 'absent' });
    if (showFailures(job)) know((seen.jobs.get(id)?.state ?? 'UNKNOWN') as JobState);
    poll(checkpointConfig(id), job.checkpoints.config);
    poll(checkpoints(id), checkpointModel.responseOf(job.checkpoints));
    showCheckpoints(job);
  }

  /** Shows the failures of the last response, with those before them that Flink dropped. Returns true if there are any. */
  function showFailures(job: ModelJob): boolean {
    const { id, times } = job;
    const { value, readAt = 0 } = readings.get(jobFailures(id).key) ?? {};
    const listed = (value ?? []) as readonly JobFailure[];
    const textOf = ({ at, task }: JobFailure) => `${id} ${at} ${task}`;
    const unseen = listed.filter((failure) => !seen.failures.has(textOf(failure)));
    const seenTimes = [...seen.failures].map((text) => text.split(' ')).filter(([job]) => job === id);
    const newest = seenTimes.reduce((latest, [, at]) => Math.max(latest, Number(at)), 0);
    const start = times.get('INITIALIZING') ?? 0;
    const [oldest] = listed;
    const hasGap = oldest !== undefined && listed.length === 16 && oldest.at - 1 > Math.max(newest, start);
    if (hasGap) {
      const restarts = readings.get(numRestarts(id).key);
      const isRead = (restarts?.readAt ?? 0) >= readAt;
      if (!isRead && restarts?.failure === undefined) return false;
      const total = restarts?.value as { state: string; value: number } | undefined;
      const missing = unlistedCount(job, listed, isRead && total?.state === 'measured' ? total.value : undefined);
      if (missing === undefined || missing > 0) seen.restarts.add(`${id} after ${Math.max(newest, start)}: ${missing}`);
      if (missing === undefined) job.recorded = undefined;
      else if (job.recorded !== undefined) job.recorded += Math.max(0, missing);
    }
    for (const failure of unseen) {
      seen.failures.add(textOf(failure));
      if (!failure.isFinal && failure.at >= start && job.recorded !== undefined) job.recorded += 1;
    }
    return unseen.length > 0;
  }

  function unlistedCount({ recorded }: ModelJob, listed: readonly JobFailure[], total: number | undefined) {
    if (total === undefined || recorded === undefined) return undefined;
    return total - recorded - listed.filter(({ isFinal }) => !isFinal).length;
  }

  function showCheckpoints({ id, checkpoints: ofJob }: ModelJob): void {
    const { value, readAt = 0 } = readings.get(checkpoints(id).key) ?? {};
    const response = value as Checkpoints | undefined;
    const history = response?.enabled === true ? response.history : [];
    const isConfigRead = readings.get(checkpointConfig(id).key)?.value !== undefined;
    checkpointModel.show(id, ofJob, { history, readAt, isConfigRead });
    const isSeen = [...seen.checkpoints].some((text) => text.startsWith(`${id} `));
    if (isSeen && !seen.jobs.has(id)) seen.jobs.set(id, { state: 'UNKNOWN', parallelism: new Map() });
  }

  const rows = () =>
    jobs
      .filter(({ presence }) => presence === 'listed')
      .map(({ id, state, times }) => {
        const endTime = hasEnded(state) ? times.get(state) : undefined;
        return jobOverview({
          id,
          name: `name of ${id}`,
          state,
          startTime: times.get('INITIALIZING') ?? 0,
          endTime,
          lastModification: 0,
        });
      });

  return {
    change: () => {
      if (chance(jobs.length === 0 ? 0.5 : 0.1)) startJob();
      for (const job of jobs) changeJob(job);
    },
    /** Flink responds to some requests, and the user sees the responses. */
    show,
    rows,
    readings: () => new Map(readings),
    forgetReadings: () => readings.clear(),
  };
}
