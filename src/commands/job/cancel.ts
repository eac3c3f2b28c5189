import type { JobOverview, JobState } from '../../flink/answers.ts';
import { hasEnded } from '../../flink/has-ended.ts';
import type { FlinkRest } from '../../flink/rest.ts';
import { inParallel } from '../../session/in-parallel.ts';
import { printable } from '../../text/printable.ts';
import { someOf } from '../../text/some-of.ts';
import { formatTable } from '../../text/table.ts';
import { isShutDown, shutDownLine } from '../cluster/cluster-is-gone.ts';
import { attempt } from '../record/attempt.ts';
import { jobsAreAlive } from '../record/availability.ts';
import { type Confirmation, command, type Failure, type Input, type Plan, type Services } from '../record/command.ts';
import { CommandError, exitCodeOf, exitCodes } from '../record/command-error.ts';
import { describeError } from '../record/describe-error.ts';
import { retrySend } from '../record/retry-send.ts';
import { dryRun, isOn, noWait, numberOption, timeout, yes } from '../record/shared-options.ts';
import { waitUntil } from '../record/wait-until.ts';
import { readApplicationEnd } from './application-end.ts';
import { describeLoss, named } from './describe-job.ts';
import { jobArgumentHelp, selectJobs } from './job-selector.ts';

const standardTimeoutMs = 300_000;
const nothingToCancel = 'no job is running: there is nothing to cancel';

type CancelPlan = Plan & {
  readonly jobs: readonly JobOverview[];
  /** An application cluster shuts down with its job. */
  readonly endsCluster: boolean;
  readonly wait: boolean;
  readonly timeoutMs: number;
};
type Outcome = {
  readonly id: string;
  readonly name: string;
  /** `gone`: Flink does not know it any more. */
  readonly state: JobState | 'gone';
  readonly error: Failure | undefined;
};
type CancelResult = {
  readonly jobs: readonly Outcome[];
  readonly waited: boolean;
  /** The application cluster that shut down with its jobs, before their final states were seen. */
  readonly endedCluster?: string | undefined;
};

export const cancel = command<CancelPlan, CancelResult>({
  name: 'cancel',
  summary: 'cancel jobs, without a savepoint',
  description:
    'Cancels jobs and waits until they are CANCELED. Their state is lost but for checkpoints that they keep: to stop a ' +
    'job with a savepoint, use stop JOB. A job that ends otherwise meanwhile is named with what it became, and counts ' +
    'as a failure. Nothing is cancelled if one of the jobs named is not there or has ended.\n\n' +
    "JSON: waited, endedCluster (the id of an application cluster that shut down first, else null), and an array of jobs with id, name, state and error (null, or Flink's reason).",
  group: 'jobs',
  examples: ['cancel a1b2c3d4', 'cancel "Word Count" TopSpeed', 'cancel --all --timeout 1m'],
  needs: 'write',
  arguments: [{ name: 'JOB', kind: 'job', required: false, many: true, summary: jobArgumentHelp }],
  options: [{ name: 'all', summary: 'every job that has not ended' }, dryRun, yes, noWait, timeout(standardTimeoutMs)],
  keys: [{ key: 'x', pane: 'jobs', hint: 'cancel', subject: 'job' }],
  rules: [],
  available: jobsAreAlive,
  plan: planCancel,
  async *run({ connection, now }, { jobs, endsCluster, wait, timeoutMs }, signal) {
    const { flink, target } = connection;
    if (jobs.length > 0) yield { kind: 'step', text: `asking Flink to cancel ${countOf(jobs)}` };
    const asked = await inParallel(jobs, (job) => ask(flink, job, signal));
    const accepted = asked.filter(({ error }) => error === undefined);
    if (!wait || accepted.length === 0) return { jobs: asked, waited: false };

    let seen = asked;
    let endedCluster: string | undefined;
    yield* waitUntil(
      async () => {
        const current = await attempt(flink.jobs(signal), signal);
        if (current instanceof Error) {
          if (!endsCluster || !(await isShutDown(current, connection, signal))) throw current;
          endedCluster = target.clusterId;
          seen = update(seen, []);
          return { done: true };
        }
        seen = update(seen, current);
        const open = seen.filter(({ state, error }) => error === undefined && state !== 'gone' && !hasEnded(state));
        if (open.length === 0) return { done: true };
        return { waitingFor: someOf(open.map(({ name, state }) => `${printable(name)} is ${state}`)) };
      },
      { timeoutMs, now },
      signal,
    );
    return { jobs: seen, waited: true, endedCluster };
  },
  render: {
    text: ({ jobs, waited, endedCluster }) => {
      if (jobs.length === 0) return nothingToCancel;
      if (!waited)
        return jobs
          .filter(({ error }) => !error)
          .map((job) => `cancel of ${named(job)} asked for`)
          .join('\n');
      const table = formatTable(
        ['STATE', 'ID', 'NAME'],
        jobs.map(({ id, name, state }) => [state, id, name]),
      );
      return endedCluster === undefined ? table : `${table}\n${shutDownLine(endedCluster)}`;
    },
    json: ({ jobs, waited, endedCluster }) => ({
      waited,
      endedCluster: endedCluster ?? null,
      jobs: jobs.map(({ id, name, state, error }) => ({ id, name, state, error: error?.message ?? null })),
    }),
    names: ({ jobs }) => jobs.map(({ id }) => id),
  },
  failure: ({ jobs, waited, endedCluster }) => {
    const failures = jobs.flatMap((job) => failureOf(job, waited && endedCluster === undefined) ?? []);
    const [first] = failures;
    if (first === undefined) return undefined;
    return { ...first, message: failures.map(({ message }) => message).join('; ') };
  },
});

async function planCancel({ connection, now }: Services, input: Input, signal: AbortSignal): Promise<CancelPlan> {
  const all = isOn(input, 'all');
  if (all === input.arguments.length > 0) {
    throw new CommandError(
      exitCodes.usage,
      all ? 'name jobs or say --all, not both' : 'which job? name it, or say --all',
      ['list shows the jobs.'],
    );
  }
  const known = await connection.flink.jobs(signal);
  const jobs = all ? known.filter(({ state }) => !hasEnded(state)) : selectJobs(known, input.arguments);
  const ended = jobs.find(({ state }) => hasEnded(state));
  if (ended !== undefined) throw new CommandError(exitCodes.failed, `${named(ended)} is already ${ended.state}`);

  const [lines, config, end] = await Promise.all([
    inParallel(jobs, async (job) =>
      describeLoss(job, await attempt(connection.flink.checkpoints(job.id, signal), signal), now()),
    ),
    connection.flink.config(signal).catch(() => undefined),
    jobs.length === 0 ? undefined : readApplicationEnd(connection, 'cancel', { known, ended: jobs }, signal),
  ]);
  return {
    title: jobs.length === 0 ? nothingToCancel : `cancel ${countOf(jobs)}`,
    lines,
    warnings: [
      ...(end === undefined ? [] : [end.warning]),
      ...(jobs.length > 0 ? ['No savepoint is taken: stop JOB takes one.'] : []),
      ...(config?.webCancel === false
        ? ['This cluster has web.cancel.enable=false: whoever manages it may start the job again.']
        : []),
    ],
    confirmation: confirmationOf(jobs, all || end?.endsCluster === true, connection.target.clusterId),
    endsCluster: end?.endsCluster ?? false,
    jobs,
    wait: !isOn(input, 'no-wait'),
    timeoutMs: numberOption(input, 'timeout') ?? standardTimeoutMs,
  };
}

/** A job that was named is what the person meant; all of them, or the cluster too, can be more than that. */
function confirmationOf(jobs: readonly JobOverview[], isDestructive: boolean, clusterId: string): Confirmation {
  if (jobs.length === 0) return { kind: 'none' };
  return isDestructive ? { kind: 'type', word: clusterId } : { kind: 'yes' };
}

async function ask(flink: FlinkRest, { id, name, state }: JobOverview, signal: AbortSignal): Promise<Outcome> {
  try {
    await retrySend(() => flink.cancel(id, signal), signal);
    return { id, name, state, error: undefined };
  } catch (error) {
    signal.throwIfAborted();
    const { message } = describeError(error);
    return { id, name, state, error: { message, exitCode: exitCodeOf(error), cause: error } };
  }
}

function update(outcomes: readonly Outcome[], jobs: readonly JobOverview[]): readonly Outcome[] {
  const states = new Map(jobs.map(({ id, state }) => [id, state]));
  return outcomes.map((outcome) => ({ ...outcome, state: states.get(outcome.id) ?? 'gone' }));
}

function failureOf(job: Outcome, waited: boolean): Failure | undefined {
  if (job.error !== undefined) return { ...job.error, message: `${named(job)}: ${job.error.message}` };
  if (!waited || job.state === 'CANCELED') return undefined;
  const became = {
    gone: 'is not known to Flink any more: its JobManager may have been replaced',
    FINISHED: 'FINISHED before it could be cancelled',
    FAILED: 'FAILED before it could be cancelled',
  };
  const told =
    job.state in became
      ? became[job.state as keyof typeof became]
      : `is still ${job.state}; Flink goes on cancelling it`;
  return { message: `${named(job)} ${told}`, exitCode: exitCodes.failed };
}

function countOf(jobs: readonly JobOverview[]): string {
  const [only, ...others] = jobs;
  return only !== undefined && others.length === 0 ? named(only) : `${jobs.length} jobs`;
}
