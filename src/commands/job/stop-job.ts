import type { JobState } from '../../flink/answers.ts';
import { FlinkError } from '../../flink/error.ts';
import { hasEnded } from '../../flink/has-ended.ts';
import type { SavepointRequest } from '../../flink/rest.ts';
import { isShutDown } from '../cluster/cluster-is-gone.ts';
import { attempt } from '../record/attempt.ts';
import { takesSavepoint } from '../record/availability.ts';
import type { Input, Plan, Progress, Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { isOn, numberOption, savepointRequest } from '../record/shared-options.ts';
import { waitUntil } from '../record/wait-until.ts';
import { readApplicationEnd } from './application-end.ts';
import { describeJob, type NamedJob, named } from './describe-job.ts';
import { selectJob } from './job-selector.ts';
import { trigger, waitForSavepoint } from './take-savepoint.ts';

const standardTimeoutMs = 600_000;

export type StopJobPlan = Plan & {
  readonly kind: 'job';
  readonly job: NamedJob;
  readonly request: SavepointRequest & { readonly drain: boolean };
  /** An application cluster shuts down with its job. */
  readonly endsCluster: boolean;
  readonly wait: boolean;
  readonly timeoutMs: number;
};
export type StopJobResult = {
  readonly kind: 'job';
  readonly job: NamedJob;
  readonly triggerId: string;
  /** Both undefined if it was not waited for. */
  readonly path: string | undefined;
  /** `shut down`: its application cluster is gone, and did not say more. */
  readonly state: JobState | 'gone' | 'shut down' | undefined;
};

/** As `flink stop`: a savepoint, and then the job is FINISHED. */
export async function planStopJob(
  { connection, now }: Services,
  input: Input,
  word: string,
  signal: AbortSignal,
): Promise<StopJobPlan> {
  const { flink, target } = connection;
  const known = await flink.jobs(signal);
  const job = selectJob(known, word);
  const ready = takesSavepoint(job);
  if (ready !== true) {
    throw new CommandError(
      exitCodes.failed,
      `${named(job)}: ${ready}`,
      hasEnded(job.state) ? [] : [`cancel ${job.id} ends it without a savepoint.`],
    );
  }
  const drain = isOn(input, 'drain');
  const [checkpoints, end] = await Promise.all([
    attempt(flink.checkpoints(job.id, signal), signal),
    readApplicationEnd(connection, 'stop', { known, ended: [job] }, signal),
  ]);
  return {
    kind: 'job',
    title: `stop ${named(job)} with a savepoint`,
    lines: [describeJob(job, checkpoints, now())],
    warnings: [
      ...(end === undefined ? [] : [end.warning]),
      ...(drain ? ['--drain ends event time: the savepoint is not meant to be started from again.'] : []),
    ],
    confirmation: end?.endsCluster === true ? { kind: 'type', word: target.clusterId } : { kind: 'yes' },
    endsCluster: end?.endsCluster ?? false,
    job,
    request: { ...savepointRequest(input), drain },
    wait: !isOn(input, 'no-wait'),
    timeoutMs: numberOption(input, 'timeout') ?? standardTimeoutMs,
  };
}

export async function* runStopJob(
  services: Services,
  { job, request, endsCluster, wait, timeoutMs }: StopJobPlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, StopJobResult, void> {
  const { connection, now } = services;
  const until = now() + timeoutMs;
  yield { kind: 'step', text: `asking Flink to stop ${named(job)} with a savepoint` };
  const triggerId = await trigger(
    (id) => connection.flink.stopWithSavepoint(job.id, { ...request, triggerId: id }, signal),
    signal,
  );
  if (!wait) return { kind: 'job', job, triggerId, path: undefined, state: undefined };

  let path: string;
  try {
    path = yield* waitForSavepoint(services, job, triggerId, timeoutMs, signal);
  } catch (error) {
    throw await withState(error, services, job, signal);
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
        : { waitingFor: `${named(job)} is ${state}` };
    },
    { timeoutMs: Math.max(0, until - now()), now },
    signal,
  );
  return { kind: 'job', job, triggerId, path, state };
}

/** A stop that failed leaves the job to go on, or to restart: the person is told which. */
async function withState(
  error: unknown,
  { connection }: Services,
  job: NamedJob,
  signal: AbortSignal,
): Promise<unknown> {
  if (!(error instanceof CommandError)) return error;
  const state = await attempt(connection.flink.jobState(job.id, signal), signal);
  if (state instanceof Error) return error;
  return new CommandError(error.exitCode, error.message, [...error.hints, `The job is ${state}.`], { cause: error });
}

function goneIfNotFound(error: unknown): 'gone' {
  if (error instanceof FlinkError && error.kind === 'not-found') return 'gone';
  throw error;
}

export function stopJobFailure({ job, path, state }: StopJobResult): { exitCode: number; message: string } | undefined {
  if (state === undefined || state === 'FINISHED' || state === 'shut down') return undefined;
  const became = state === 'gone' ? 'is not known to Flink any more' : `is ${state}, not FINISHED`;
  return { exitCode: exitCodes.failed, message: `the savepoint is at ${path}, but ${named(job)} ${became}` };
}

export function stopJobText({ job, triggerId, path, state }: StopJobResult): string {
  if (path === undefined) return `stop of ${named(job)} asked for, trigger id ${triggerId}`;
  if (state === 'shut down') return `stopped ${named(job)} with its application cluster, savepoint: ${path}`;
  return state === 'FINISHED' ? `stopped ${named(job)}, savepoint: ${path}` : `savepoint of ${named(job)}: ${path}`;
}

export function stopJobData({ job: { id, name }, triggerId, path, state }: StopJobResult): unknown {
  return { job: { id, name }, triggerId, path: path ?? null, state: state ?? null };
}
