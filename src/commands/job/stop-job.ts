import { FlinkError } from '../../flink/error.ts';
import { hasEnded } from '../../flink/has-ended.ts';
import type { JobState } from '../../flink/responses.ts';
import type { SavepointRequest } from '../../flink/rest.ts';
import { countOf } from '../../text/count-of.ts';
import { isShutDown } from '../cluster/is-shut-down.ts';
import type { Failure, Input, Plan, Progress, Services, Summary } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { resultOrError } from '../record/result-or-error.ts';
import { isOn, numberOption, savepointRequest } from '../record/shared-options.ts';
import { waitUntil } from '../record/wait-until.ts';
import { describeJobs, endingAnswers } from './affected-jobs.ts';
import { formatJobName, formatJobNames, type NamedJob, shortJobNames } from './describe-job.ts';
import { selectJobs } from './job-selector.ts';
import { requireSavepoints } from './require-savepoints.ts';
import { failureOfRuns, type JobRun, runForJobs, runsData, succeeded } from './run-for-jobs.ts';
import { isRequested, namesOf, type SavepointOfJob, savepointSummary, sizeOf, timeText } from './savepoint-summary.ts';
import { readShutdownEffect } from './shutdown-effect.ts';
import { savepointSize, triggerWithRetry, waitForSavepoint } from './trigger-savepoint.ts';

const defaultTimeoutMs = 600_000;

export type StopJobsPlan = Plan & {
  readonly kind: 'jobs';
  readonly jobs: readonly NamedJob[];
  readonly request: SavepointRequest & { readonly drain: boolean };
  /** Whether an application cluster shuts down with these jobs. */
  readonly endsCluster: boolean;
  readonly wait: boolean;
  readonly timeoutMs: number;
};
export type StopJobsResult = { readonly kind: 'jobs'; readonly runs: readonly JobRun<StoppedJob>[] };
type StoppedJob = SavepointOfJob & {
  /**
   * undefined with `--no-wait`. `gone`: Flink no longer lists the job. `shut down`: the application cluster ended
   * before the final state could be read.
   */
  readonly state: JobState | 'gone' | 'shut down' | undefined;
};

/** Plans a stop with a savepoint, like `flink stop`. The jobs end as FINISHED. */
export async function planStopJobs(
  { connection, now }: Services,
  input: Input,
  signal: AbortSignal,
): Promise<StopJobsPlan> {
  const { flink, target } = connection;
  const known = await flink.jobs(signal);
  const jobs = selectJobs(known, input.arguments);
  requireSavepoints(jobs, ({ id }) => [`To end the job without a savepoint, run cancel ${id}`]);
  const drain = isOn(input, 'drain');
  const [described, shutdown] = await Promise.all([
    describeJobs(connection, jobs, 'with savepoint', now, signal),
    readShutdownEffect(connection, 'stop', { known, ended: jobs }, signal),
  ]);
  const answers = endingAnswers('Stop', jobs);
  return {
    kind: 'jobs',
    title: `Stop ${formatJobNames(jobs)} with ${jobs.length === 1 ? 'a savepoint' : 'savepoints'}`,
    shortTitle: `Stop ${shortJobNames(jobs)} with ${jobs.length === 1 ? 'a savepoint' : 'savepoints'}`,
    lines: described.map(({ line }) => line),
    sections: [
      { kind: 'items', heading: `Stops ${countOf(jobs.length, 'job')}`, items: described.map(({ item }) => item) },
    ],
    warnings: [
      ...(shutdown === undefined ? [] : [shutdown.warning]),
      ...(drain ? ['--drain sends MAX_WATERMARK before the savepoint. Do not resume a job from this savepoint.'] : []),
    ],
    switches: [{ option: 'drain', value: true, label: 'drain: send MAX_WATERMARK before the savepoint' }],
    confirmation:
      shutdown?.endsCluster === true
        ? { kind: 'type', word: target.clusterId, ...answers }
        : { kind: 'yes', isDestructive: true, ...answers },
    endsCluster: shutdown?.endsCluster ?? false,
    jobs,
    request: { ...savepointRequest(input), drain },
    wait: !isOn(input, 'no-wait'),
    timeoutMs: numberOption(input, 'timeout') ?? defaultTimeoutMs,
  };
}

export async function* runStopJobs(
  services: Services,
  plan: StopJobsPlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, StopJobsResult, void> {
  return { kind: 'jobs', runs: yield* runForJobs(plan.jobs, (job) => stopJob(services, plan, job, signal), signal) };
}

async function* stopJob(
  services: Services,
  { request, endsCluster, wait, timeoutMs }: StopJobsPlan,
  job: NamedJob,
  signal: AbortSignal,
): AsyncGenerator<Progress, StoppedJob, void> {
  const { connection, now } = services;
  const deadline = now() + timeoutMs;
  yield { kind: 'step', text: `Stopping ${formatJobName(job)} with a savepoint`, phase: 'requesting' };
  const triggerId = await triggerWithRetry(
    (id) => connection.flink.stopWithSavepoint(job.id, { ...request, triggerId: id }, signal),
    signal,
  );
  if (!wait) return { job, triggerId, path: undefined, state: undefined };

  let path: string;
  try {
    path = yield* waitForSavepoint(services, job, triggerId, timeoutMs, signal, 'savepoint in progress');
  } catch (error) {
    throw await addJobState(error, services, job, signal);
  }
  const bytes = await savepointSize(services, job, path, signal);
  let state: StoppedJob['state'] = 'RUNNING';
  yield* waitUntil(
    async () => {
      state = await connection.flink.jobState(job.id, signal).catch(async (error: unknown) => {
        if (endsCluster && (await isShutDown(error, connection, signal))) return 'shut down';
        return goneIfNotFound(error);
      });
      return state === 'gone' || state === 'shut down' || hasEnded(state)
        ? { done: true }
        : { waitingFor: `${formatJobName(job)} is ${state}`, phase: `savepoint taken, the job is ${state}` };
    },
    { timeoutMs: Math.max(0, deadline - now()), now },
    signal,
  );
  return { job, triggerId, path, state, bytes };
}

/** Adds the job's state to the error. After a failed stop, the job keeps running or restarts. */
async function addJobState(
  error: unknown,
  { connection }: Services,
  job: NamedJob,
  signal: AbortSignal,
): Promise<unknown> {
  if (!(error instanceof CommandError)) return error;
  const state = await resultOrError(connection.flink.jobState(job.id, signal), signal);
  if (state instanceof Error) return error;
  return new CommandError(error.exitCode, error.message, [...error.hints, `The job is ${state}`], {
    cause: error,
    reason: error.reason,
  });
}

function goneIfNotFound(error: unknown): 'gone' {
  if (error instanceof FlinkError && error.kind === 'not-found') return 'gone';
  throw error;
}

export function stopJobsFailure({ runs }: StopJobsResult): Failure | undefined {
  return failureOfRuns(runs, ({ job, path, state }) => {
    if (state === undefined || state === 'FINISHED' || state === 'shut down') return undefined;
    const outcome = state === 'gone' ? 'is no longer listed by Flink' : `is ${state}, not FINISHED`;
    const message = `the savepoint is at ${path}, but ${formatJobName(job)} ${outcome}`;
    return { exitCode: exitCodes.failed, message };
  });
}

export function stopJobsText({ runs }: StopJobsResult): string {
  return succeeded(runs).map(stoppedJobText).join('\n');
}

function stoppedJobText({ job, triggerId, path, state }: StoppedJob): string {
  if (path === undefined) return `Stop requested for ${formatJobName(job)}, trigger id ${triggerId}`;
  if (state === 'shut down') return `Stopped ${formatJobName(job)} and its application cluster, savepoint: ${path}`;
  return state === 'FINISHED'
    ? `Stopped ${formatJobName(job)}, savepoint: ${path}`
    : `Savepoint of ${formatJobName(job)}: ${path}`;
}

export function stopJobsSummary({ runs }: StopJobsResult, elapsedMs: number): Summary | undefined {
  const taken = succeeded(runs);
  return savepointSummary(taken, titleOf(taken, runs.length, elapsedMs));
}

/** `Stopped orders with savepoint 48.9 MiB in 2 s` */
function titleOf(taken: readonly StoppedJob[], total: number, elapsedMs: number): string {
  if (isRequested(taken)) return `Stop of ${namesOf(taken, total)} requested`;
  const stopped = taken.filter(({ state }) => state === 'FINISHED' || state === 'shut down');
  const size = sizeOf(taken);
  const time = timeText(elapsedMs);
  if (stopped.length === 0) return `Savepoint of ${namesOf(taken, total)}: ${size ?? ''} ${time}`.replace('  ', ' ');
  const savepoints = stopped.length === 1 ? 'savepoint' : 'savepoints';
  if (size === undefined)
    return `Stopped ${namesOf(stopped, total)} with ${stopped.length === 1 ? 'a ' : ''}${savepoints} ${time}`;
  return `Stopped ${namesOf(stopped, total)} with ${savepoints} ${size} ${time}`;
}

export function stopJobsData({ runs }: StopJobsResult): unknown {
  return runsData(runs, ({ job: { id, name }, triggerId, path, state }) => ({
    job: { id, name },
    triggerId,
    path: path ?? null,
    state: state ?? null,
  }));
}

export function stopJobsNames({ runs }: StopJobsResult): readonly string[] {
  return succeeded(runs).map(({ path, triggerId }) => path ?? triggerId);
}
