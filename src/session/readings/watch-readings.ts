import { hasCheckpoints } from '../../flink/has-checkpoints.ts';
import { hasEnded } from '../../flink/has-ended.ts';
import type { FlinkRest } from '../../flink/rest.ts';
import { updateEventTimes } from '../event-time/event-time-readings.ts';
import type { RestData, SessionSources } from '../watch/derive-snapshot.ts';
import { countCluster } from './count-cluster.ts';
import { clusterConfig, inBackground, jobDetail, jobState, jobs, taskManagers } from './flink-readings.ts';
import { type LoadState, measureLoad } from './job-load.ts';
import { type JobRow, joinJobs, noJobs } from './join-jobs.ts';
import { pollReadings, type ReadingPoll } from './poll-readings.ts';
import { noReadings, type Reading, type Readings, readingOf } from './reading.ts';
import { updateSubtaskLoads } from './subtask-load.ts';

/** Facts about the cluster from the readings. */
type RestFacts = Pick<
  SessionSources,
  | 'restData'
  | 'readings'
  | 'loads'
  | 'subtaskLoads'
  | 'eventTimes'
  | 'jobsFailure'
  | 'restRespondedAt'
  | 'taskManagersReadAt'
>;

export type ReadingsWatch = Pick<ReadingPoll, 'refresh' | 'nextAt' | 'stop'> & {
  /** Sets the readings to poll. Jobs and TaskManagers are always polled, but less often if not listed here. */
  readonly need: (needed: readonly Reading<unknown>[]) => void;
  /** Sets the readings to poll for the journal. */
  readonly needForJournal: (needed: readonly Reading<unknown>[]) => void;
  readonly facts: () => RestFacts;
  /** Error of a small request that every Flink version supports; undefined if it succeeded. */
  readonly linkFailure: () => Error | undefined;
};

/** Responses within this time are shown together, because a snapshot costs more than a response. */
const batchMs = 50;

/** Every unfinished job is read in this interval, or as fast as the limit of one call a second for all jobs allows. */
const assessMs = 60_000;
/** Until the load of a running job is known. Flink updates its metrics every 10 s. */
const unmeasuredMs = 15_000;

/**
 * Polls the readings that a session always needs and the displayed readings. Also polls the state of each job that
 * Flink omits from its list. Leaves out checkpoints that Flink does not serve yet.
 */
export function watchReadings(
  flink: FlinkRest,
  listener: { readonly changed: () => void; readonly answered: () => void },
  {
    assessJobs = false,
    always = [],
  }: {
    readonly assessJobs?: boolean;
    /** Readings that the session itself always needs. */
    readonly always?: readonly Reading<unknown>[];
  } = {},
): ReadingsWatch {
  let joined = noJobs;
  let facts: RestFacts = {
    restData: {},
    readings: noReadings,
    loads: new Map(),
    subtaskLoads: new Map(),
    eventTimes: new Map(),
    restRespondedAt: undefined,
    taskManagersReadAt: undefined,
  };
  /** Until `need` is called, jobs and TaskManagers count as displayed. */
  let needed: readonly Reading<unknown>[] = [jobs, taskManagers];
  let neededForJournal: readonly Reading<unknown>[] = [];
  let notifyTimer: NodeJS.Timeout | undefined;

  const poll = pollReadings(flink, (key) => {
    const readings = poll.readings();
    const isSuccess = readings.get(key)?.failure === undefined;
    const { unanswered, rows } = joined;
    const unmeasured = unmeasuredJobs().length;
    joined = joinJobs(joined, readings);
    facts = {
      readings,
      loads: updateLoads(facts.loads, readings, key, joined.rows),
      subtaskLoads: updateSubtaskLoads(facts.subtaskLoads, readings, key),
      eventTimes: updateEventTimes(facts.eventTimes, readings, key, unfinishedIds(joined.rows)),
      restData: restDataOf(readings, joined.rows, facts.restData),
      jobsFailure: readingOf({ readings }, jobs).failure?.message,
      restRespondedAt: isSuccess ? Date.now() : facts.restRespondedAt,
      taskManagersReadAt: readingOf({ readings }, taskManagers).readAt,
    };
    const isMeasured = assessJobs && unmeasuredJobs().length < unmeasured;
    if (unanswered !== joined.unanswered || rows !== joined.rows || isMeasured) needAll();
    if (isSuccess) listener.answered();
    if (!poll.isBusy()) notify();
    else notifyTimer ??= setTimeout(notify, batchMs);
  });

  function notify(): void {
    clearTimeout(notifyTimer);
    notifyTimer = undefined;
    listener.changed();
  }

  function needAll(): void {
    const omitted = [...joined.unanswered.keys()].map(jobState);
    const wanted = [
      clusterConfig,
      inBackground(jobs),
      inBackground(taskManagers),
      ...omitted,
      ...assessed(),
      ...always,
      ...neededForJournal,
      ...needed,
    ];
    const tooEarly = new Set(joined.rows?.filter(({ state }) => !hasCheckpoints(state)).map(({ id }) => id));
    poll.need(wanted.filter(({ cost, jobId }) => cost !== 'K' || jobId === undefined || !tooEarly.has(jobId)));
  }

  /** Two responses about an unfinished job show the load of its vertices. */
  function assessed(): readonly Reading<unknown>[] {
    if (!assessJobs) return [];
    const unfinished = (joined.rows ?? []).filter(({ state }) => !hasEnded(state));
    const unmeasured = new Set(unmeasuredJobs());
    return unfinished.map((job) => inBackground(jobDetail(job.id), unmeasured.has(job) ? unmeasuredMs : assessMs));
  }

  /** Returns the running jobs whose load is unknown: a short job should be measured before it ends. */
  function unmeasuredJobs(): readonly JobRow[] {
    const isUnmeasured = ({ id, state }: JobRow) => state === 'RUNNING' && (facts.loads.get(id)?.load.size ?? 0) === 0;
    return (joined.rows ?? []).filter(isUnmeasured);
  }

  needAll();
  return {
    refresh: poll.refresh,
    nextAt: poll.nextAt,
    stop: () => {
      clearTimeout(notifyTimer);
      poll.stop();
    },
    need: (readings) => {
      needed = readings;
      needAll();
    },
    needForJournal: (readings) => {
      neededForJournal = readings;
      needAll();
    },
    facts: () => facts,
    linkFailure: () => readingOf(facts, clusterConfig).failure ?? readingOf(facts, taskManagers).failure,
  };
}

function restDataOf(readings: Readings, rows: RestData['jobs'], previous: RestData): RestData {
  const registered = readingOf({ readings }, taskManagers).value;
  const isSame = rows === previous.jobs && registered === previous.taskManagers;
  return {
    flinkVersion: readingOf({ readings }, clusterConfig).value?.flinkVersion,
    counts: isSame ? previous.counts : rows && registered && countCluster(rows, registered),
    jobs: rows,
    taskManagers: registered,
  };
}

/** Returns the loads after a response. Jobs that have ended are removed. */
function updateLoads(
  previous: ReadonlyMap<string, LoadState>,
  readings: Readings,
  key: string,
  rows: RestData['jobs'],
): ReadonlyMap<string, LoadState> {
  const unfinished = unfinishedIds(rows);
  const jobId = jobIdOf(key);
  const { value, readAt } = jobId === undefined ? {} : readingOf({ readings }, jobDetail(jobId));
  const known = jobId === undefined ? undefined : previous.get(jobId);
  const hasNewDetail = value !== undefined && known?.detail !== value;
  const hasEndedJob = [...previous.keys()].some((id) => !unfinished.has(id));
  if (!hasNewDetail && !hasEndedJob) return previous;
  const loads = new Map([...previous].filter(([id]) => unfinished.has(id)));
  if (jobId !== undefined && value !== undefined && readAt !== undefined && unfinished.has(jobId)) {
    loads.set(jobId, measureLoad(known, value, readAt));
  }
  return loads;
}

const unfinishedIds = (rows: RestData['jobs']): ReadonlySet<string> =>
  new Set(rows?.filter(({ state }) => !hasEnded(state)).map(({ id }) => id));

const detailKey = jobDetail('').key;
const jobIdOf = (key: string): string | undefined =>
  key.startsWith(detailKey) ? key.slice(detailKey.length) : undefined;
