import { hasEnded } from '../../flink/has-ended.ts';
import type { JobOverview, JobState } from '../../flink/responses.ts';
import type { FlinkRest } from '../../flink/rest.ts';
import { inParallel } from '../../session/in-parallel.ts';
import { countOf } from '../../text/count-of.ts';
import { printable } from '../../text/printable.ts';
import { someOf } from '../../text/some-of.ts';
import { formatTable } from '../../text/table.ts';
import { isShutDown, shutDownMessage } from '../cluster/is-shut-down.ts';
import { checkJobsNotEnded } from '../record/availability.ts';
import {
  type Confirmation,
  command,
  type Failure,
  type Input,
  type Plan,
  type Services,
  type Summary,
} from '../record/command.ts';
import { CommandError, exitCodeOf, exitCodes } from '../record/command-error.ts';
import { describeError } from '../record/describe-error.ts';
import { resultOrError } from '../record/result-or-error.ts';
import { retrySend } from '../record/retry-send.ts';
import { dryRun, isOn, noWait, numberOption, timeout, yes } from '../record/shared-options.ts';
import { waitUntil } from '../record/wait-until.ts';
import { describeJobs, endingAnswers } from './affected-jobs.ts';
import { formatJobName, formatJobNames, shortJobNames } from './describe-job.ts';
import { jobArgumentHelp, selectJobs } from './job-selector.ts';
import { joinFailures } from './run-for-jobs.ts';
import { readShutdownEffect } from './shutdown-effect.ts';

const defaultTimeoutMs = 300_000;
const nothingToCancel = 'No running jobs to cancel';

type CancelPlan = Plan & {
  readonly jobs: readonly JobOverview[];
  /** Whether an application cluster shuts down with these jobs. */
  readonly endsCluster: boolean;
  readonly wait: boolean;
  readonly timeoutMs: number;
};
type JobOutcome = {
  readonly id: string;
  readonly name: string;
  /** `gone`: Flink no longer lists the job. */
  readonly state: JobState | 'gone';
  readonly error: Failure | undefined;
};
type CancelResult = {
  readonly jobs: readonly JobOutcome[];
  readonly waited: boolean;
  /** Id of the application cluster, if it shut down before the final states could be read. */
  readonly endedCluster?: string | undefined;
};

export const cancel = command<CancelPlan, CancelResult>({
  name: 'cancel',
  summary: 'Cancel jobs without a savepoint',
  description:
    'Cancel jobs and wait until they are CANCELED. The jobs lose their state, except in retained checkpoints. To stop a ' +
    'job with a savepoint, use stop JOB. The command fails if a job ends in another state. The command cancels nothing ' +
    'if one of the jobs does not exist or has already ended.\n\n' +
    'JSON: waited, endedCluster, and jobs: an array with id, name, state and error (null on success). endedCluster is ' +
    'the id of an application cluster that shut down before it reported the final states, or null.',
  group: 'jobs',
  examples: ['cancel a1b2c3d4', 'cancel "Word Count" TopSpeed', 'cancel --all --timeout 1m'],
  needs: 'write',
  arguments: [
    { name: 'JOB', kind: 'job', required: false, requiredUnless: ['all'], many: true, summary: jobArgumentHelp },
  ],
  options: [
    { name: 'all', summary: 'Cancel all jobs that have not ended' },
    dryRun,
    yes,
    noWait,
    timeout(defaultTimeoutMs),
  ],
  keys: [{ key: 'x', pane: 'jobs', hint: 'cancel', help: 'Cancel the job or the marked jobs', subject: 'job' }],
  rules: [],
  available: checkJobsNotEnded,
  plan: planCancel,
  async *run({ connection, now }, { jobs, endsCluster, wait, timeoutMs }, signal) {
    const { flink, target } = connection;
    if (jobs.length > 0) yield { kind: 'step', text: `Cancelling ${formatJobNames(jobs)}`, phase: 'requesting' };
    const requested = await inParallel(jobs, (job) => requestCancel(flink, job, signal));
    const accepted = requested.filter(({ error }) => error === undefined);
    if (!wait || accepted.length === 0) return { jobs: requested, waited: false };

    let outcomes = requested;
    let endedCluster: string | undefined;
    yield* waitUntil(
      async () => {
        const current = await resultOrError(flink.jobs(signal), signal);
        if (current instanceof Error) {
          if (!endsCluster || !(await isShutDown(current, connection, signal))) throw current;
          endedCluster = target.clusterId;
          outcomes = update(outcomes, []);
          return { done: true };
        }
        outcomes = update(outcomes, current);
        const pending = outcomes.filter(
          ({ state, error }) => error === undefined && state !== 'gone' && !hasEnded(state),
        );
        if (pending.length === 0) return { done: true };
        return {
          waitingFor: someOf(pending.map(({ name, state }) => `${printable(name)} is ${state}`)),
          phase: phaseOf(pending, accepted.length, current),
        };
      },
      { timeoutMs, now },
      signal,
    );
    return { jobs: outcomes, waited: true, endedCluster };
  },
  render: {
    text: ({ jobs, waited, endedCluster }) => {
      if (jobs.length === 0) return nothingToCancel;
      if (!waited)
        return jobs
          .filter(({ error }) => !error)
          .map((job) => `Cancel requested for ${formatJobName(job)}`)
          .join('\n');
      const table = formatTable(
        ['STATE', 'ID', 'NAME'],
        jobs.map(({ id, name, state }) => [state, id, name]),
      );
      return endedCluster === undefined ? table : `${table}\n${shutDownMessage(endedCluster)}`;
    },
    json: ({ jobs, waited, endedCluster }) => ({
      waited,
      endedCluster: endedCluster ?? null,
      jobs: jobs.map(({ id, name, state, error }) => ({ id, name, state, error: error?.message ?? null })),
    }),
    names: ({ jobs }) => jobs.map(({ id }) => id),
    summary: cancelSummary,
  },
  failure: ({ jobs, waited, endedCluster }) => {
    const failures = jobs.flatMap((job) => failureOf(job, waited && endedCluster === undefined) ?? []);
    const [first] = failures;
    if (first === undefined) return undefined;
    return joinFailures(first, failures);
  },
});

async function planCancel(
  { frontend, connection, now }: Services,
  input: Input,
  signal: AbortSignal,
): Promise<CancelPlan> {
  const all = isOn(input, 'all');
  if (all === input.arguments.length > 0) {
    throw new CommandError(exitCodes.usage, all ? 'specify jobs or --all, not both' : 'specify jobs or --all', [
      'Run list to show the jobs',
    ]);
  }
  const known = await connection.flink.jobs(signal);
  const jobs = all ? known.filter(({ state }) => !hasEnded(state)) : selectJobs(known, input.arguments);
  // A key marks all jobs at once on the screen.
  const isEveryJobMarked =
    frontend === 'screen' &&
    jobs.length > 1 &&
    known.every(({ id, state }) => hasEnded(state) || jobs.some((job) => job.id === id));
  const ended = jobs.find(({ state }) => hasEnded(state));
  if (ended !== undefined)
    throw new CommandError(exitCodes.failed, `${formatJobName(ended)} is already ${ended.state}`);

  const [described, config, shutdown] = await Promise.all([
    describeJobs(connection, jobs, 'without savepoint', now, signal),
    connection.flink.config(signal).catch(() => undefined),
    jobs.length === 0 ? undefined : readShutdownEffect(connection, 'cancel', { known, ended: jobs }, signal),
  ]);
  return {
    title: jobs.length === 0 ? nothingToCancel : `Cancel ${formatJobNames(jobs)}`,
    ...(jobs.length === 0 ? { isReadOnly: true } : { shortTitle: `Cancel ${shortJobNames(jobs)}` }),
    lines: described.map(({ line }) => line),
    sections: [
      { kind: 'items', heading: `Cancels ${countOf(jobs.length, 'job')}`, items: described.map(({ item }) => item) },
    ],
    warnings: [
      ...(shutdown === undefined ? [] : [shutdown.warning]),
      ...(jobs.length > 0 ? ['No savepoint is taken. To take one, use stop JOB.'] : []),
      ...(config?.webCancel === false
        ? [
            'This cluster has web.cancel.enable=false. An operator, such as the Flink Kubernetes Operator, may start the job again.',
          ]
        : []),
    ],
    confirmation: confirmationOf(
      jobs,
      all || isEveryJobMarked || shutdown?.endsCluster === true,
      connection.target.clusterId,
    ),
    endsCluster: shutdown?.endsCluster ?? false,
    jobs,
    wait: !isOn(input, 'no-wait'),
    timeoutMs: numberOption(input, 'timeout') ?? defaultTimeoutMs,
  };
}

/** Cancelling all jobs or ending the cluster can have unexpected effects, so the user must type the cluster-id. */
function confirmationOf(jobs: readonly JobOverview[], isTyped: boolean, clusterId: string): Confirmation {
  if (jobs.length === 0) return { kind: 'none' };
  const answers = endingAnswers('Cancel', jobs);
  return isTyped ? { kind: 'type', word: clusterId, ...answers } : { kind: 'yes', isDestructive: true, ...answers };
}

async function requestCancel(
  flink: FlinkRest,
  { id, name, state }: JobOverview,
  signal: AbortSignal,
): Promise<JobOutcome> {
  try {
    await retrySend(() => flink.cancel(id, signal), signal);
    return { id, name, state, error: undefined };
  } catch (error) {
    signal.throwIfAborted();
    const { message } = describeError(error);
    return { id, name, state, error: { message, exitCode: exitCodeOf(error), cause: error } };
  }
}

/** `CANCELLING, waiting for 4 tasks`, `waiting for 2 of 3 jobs` */
function phaseOf(pending: readonly JobOutcome[], count: number, current: readonly JobOverview[]): string {
  const [first] = pending;
  if (count > 1 || first === undefined) return `waiting for ${pending.length} of ${count} jobs`;
  const { running = 0, canceling = 0 } = current.find(({ id }) => id === first.id)?.tasks ?? { total: 0 };
  const tasks = running + canceling;
  return tasks === 0 ? first.state : `${first.state}, waiting for ${tasks} ${tasks === 1 ? 'task' : 'tasks'}`;
}

/** Returns undefined if no job was cancelled. */
function cancelSummary(result: CancelResult): Summary | undefined {
  const { jobs, waited, endedCluster } = result;
  const isAccepted = ({ error }: JobOutcome) => error === undefined;
  const isCancelled = (job: JobOutcome) => failureOf(job, waited && endedCluster === undefined) === undefined;
  const done = jobs.filter(waited ? isCancelled : isAccepted);
  if (done.length === 0) return undefined;
  const count = done.length === jobs.length ? shortJobNames(done) : `${done.length} of ${jobs.length} jobs`;
  return {
    title: waited ? `Cancelled ${count}` : `Cancel of ${count} requested`,
    ...(endedCluster === undefined ? {} : { details: [shutDownMessage(endedCluster)] }),
    copy: { what: done.length === 1 ? 'id' : 'ids', text: done.map(({ id }) => id).join('\n') },
    isLasting: true,
  };
}

function update(outcomes: readonly JobOutcome[], jobs: readonly JobOverview[]): readonly JobOutcome[] {
  const states = new Map(jobs.map(({ id, state }) => [id, state]));
  return outcomes.map((outcome) => ({ ...outcome, state: states.get(outcome.id) ?? 'gone' }));
}

function failureOf(job: JobOutcome, waited: boolean): Failure | undefined {
  if (job.error !== undefined) return { ...job.error, message: `${formatJobName(job)}: ${job.error.message}` };
  if (!waited || job.state === 'CANCELED') return undefined;
  const messages = {
    gone: 'is no longer listed by Flink: its JobManager may have been replaced',
    FINISHED: 'FINISHED before it could be cancelled',
    FAILED: 'FAILED before it could be cancelled',
  };
  const message =
    job.state in messages
      ? messages[job.state as keyof typeof messages]
      : `is still ${job.state}; Flink continues to cancel it`;
  return { message: `${formatJobName(job)} ${message}`, exitCode: exitCodes.failed };
}
