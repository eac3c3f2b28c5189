import { FlinkError } from '../../flink/error.ts';
import { hasEnded } from '../../flink/has-ended.ts';
import type { JobState } from '../../flink/responses.ts';
import type { SavepointRequest } from '../../flink/rest.ts';
import { isShutDown } from '../cluster/is-shut-down.ts';
import { checkCanSavepoint } from '../record/availability.ts';
import type { Input, Plan, Progress, Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { resultOrError } from '../record/result-or-error.ts';
import { isOn, numberOption, savepointRequest } from '../record/shared-options.ts';
import { waitUntil } from '../record/wait-until.ts';
import { describeJob, formatJobName, type NamedJob } from './describe-job.ts';
import { selectJob } from './job-selector.ts';
import { readShutdownEffect } from './shutdown-effect.ts';
import { triggerWithRetry, waitForSavepoint } from './trigger-savepoint.ts';

const defaultTimeoutMs = 600_000;

export type StopJobPlan = Plan & {
  readonly kind: 'job';
  readonly job: NamedJob;
  readonly request: SavepointRequest & { readonly drain: boolean };
  /** Whether an application cluster shuts down with this job. */
  readonly endsCluster: boolean;
  readonly wait: boolean;
  readonly timeoutMs: number;
};
export type StopJobResult = {
  readonly kind: 'job';
  readonly job: NamedJob;
  readonly triggerId: string;
  /** undefined with `--no-wait` */
  readonly path: string | undefined;
  /**
   * undefined with `--no-wait`. `gone`: Flink no longer lists the job. `shut down`: the application cluster ended
   * before the final state could be read.
   */
  readonly state: JobState | 'gone' | 'shut down' | undefined;
};

/** Plans a stop with a savepoint, like `flink stop`. The job ends as FINISHED. */
export async function planStopJob(
  { connection, now }: Services,
  input: Input,
  selector: string,
  signal: AbortSignal,
): Promise<StopJobPlan> {
  const { flink, target } = connection;
  const known = await flink.jobs(signal);
  const job = selectJob(known, selector);
  const canSavepoint = checkCanSavepoint(job);
  if (canSavepoint !== true) {
    throw new CommandError(
      exitCodes.failed,
      `${formatJobName(job)}: ${canSavepoint}`,
      hasEnded(job.state) ? [] : [`To end the job without a savepoint, run cancel ${job.id}`],
    );
  }
  const drain = isOn(input, 'drain');
  const [checkpoints, shutdown] = await Promise.all([
    resultOrError(flink.checkpoints(job.id, signal), signal),
    readShutdownEffect(connection, 'stop', { known, ended: [job] }, signal),
  ]);
  return {
    kind: 'job',
    title: `Stop ${formatJobName(job)} with a savepoint`,
    lines: [describeJob(job, checkpoints, now())],
    warnings: [
      ...(shutdown === undefined ? [] : [shutdown.warning]),
      ...(drain ? ['--drain sends MAX_WATERMARK before the savepoint. Do not resume a job from this savepoint.'] : []),
    ],
    confirmation: shutdown?.endsCluster === true ? { kind: 'type', word: target.clusterId } : { kind: 'yes' },
    endsCluster: shutdown?.endsCluster ?? false,
    job,
    request: { ...savepointRequest(input), drain },
    wait: !isOn(input, 'no-wait'),
    timeoutMs: numberOption(input, 'timeout') ?? defaultTimeoutMs,
  };
}

export async function* runStopJob(
  services: Services,
  { job, request, endsCluster, wait, timeoutMs }: StopJobPlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, StopJobResult, void> {
  const { connection, now } = services;
  const deadline = now() + timeoutMs;
  yield { kind: 'step', text: `Stopping ${formatJobName(job)} with a savepoint` };
  const triggerId = await triggerWithRetry(
    (id) => connection.flink.stopWithSavepoint(job.id, { ...request, triggerId: id }, signal),
    signal,
  );
  if (!wait) return { kind: 'job', job, triggerId, path: undefined, state: undefined };

  let path: string;
  try {
    path = yield* waitForSavepoint(services, job, triggerId, timeoutMs, signal);
  } catch (error) {
    throw await addJobState(error, services, job, signal);
  }
  let state: StopJobResult['state'] = 'RUNNING';
  yield* waitUntil(
    async () => {
      state = await connection.flink.jobState(job.id, signal).catch(async (error: unknown) => {
        if (endsCluster && (await isShutDown(error, connection, signal))) return 'shut down';
        return goneIfNotFound(error);
      });
      return state === 'gone' || state === 'shut down' || hasEnded(state)
        ? { done: true }
        : { waitingFor: `${formatJobName(job)} is ${state}` };
    },
    { timeoutMs: Math.max(0, deadline - now()), now },
    signal,
  );
  return { kind: 'job', job, triggerId, path, state };
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
  return new CommandError(error.exitCode, error.message, [...error.hints, `The job is ${state}`], { cause: error });
}

function goneIfNotFound(error: unknown): 'gone' {
  if (error instanceof FlinkError && error.kind === 'not-found') return 'gone';
  throw error;
}

export function stopJobFailure({ job, path, state }: StopJobResult): { exitCode: number; message: string } | undefined {
  if (state === undefined || state === 'FINISHED' || state === 'shut down') return undefined;
  const outcome = state === 'gone' ? 'is no longer listed by Flink' : `is ${state}, not FINISHED`;
  return { exitCode: exitCodes.failed, message: `the savepoint is at ${path}, but ${formatJobName(job)} ${outcome}` };
}

export function stopJobText({ job, triggerId, path, state }: StopJobResult): string {
  if (path === undefined) return `Stop requested for ${formatJobName(job)}, trigger id ${triggerId}`;
  if (state === 'shut down') return `Stopped ${formatJobName(job)} and its application cluster, savepoint: ${path}`;
  return state === 'FINISHED'
    ? `Stopped ${formatJobName(job)}, savepoint: ${path}`
    : `Savepoint of ${formatJobName(job)}: ${path}`;
}

export function stopJobData({ job: { id, name }, triggerId, path, state }: StopJobResult): unknown {
  return { job: { id, name }, triggerId, path: path ?? null, state: state ?? null };
}
