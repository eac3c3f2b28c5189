import type { SavepointRequest } from '../../flink/rest.ts';
import { countOf } from '../../text/count-of.ts';
import { checkJobsCanSavepoint } from '../record/availability.ts';
import { type Answers, command, type Plan, type Progress, type Services } from '../record/command.ts';
import {
  dryRun,
  isOn,
  noWait,
  numberOption,
  savepointDirectory,
  savepointFormat,
  savepointRequest,
  timeout,
} from '../record/shared-options.ts';
import { describeJobs } from './affected-jobs.ts';
import { formatJobName, formatJobNames, type NamedJob, shortJobNames } from './describe-job.ts';
import { jobArgumentHelp, selectJobs } from './job-selector.ts';
import { requireSavepoints } from './require-savepoints.ts';
import { failureOfRuns, type JobRun, runForJobs, runsData, succeeded } from './run-for-jobs.ts';
import { isRequested, namesOf, type SavepointOfJob, savepointSummary, sizeOf, timeText } from './savepoint-summary.ts';
import { savepointSize, triggerWithRetry, waitForSavepoint } from './trigger-savepoint.ts';

const defaultTimeoutMs = 600_000;

type SavepointPlan = Plan & {
  readonly jobs: readonly NamedJob[];
  readonly request: SavepointRequest;
  readonly wait: boolean;
  readonly timeoutMs: number;
};
/** The runs of one job or of several jobs. A single run did not fail: its error ends the command. */
type SavepointResult = readonly JobRun<SavepointOfJob>[];

export const savepoint = command<SavepointPlan, SavepointResult>({
  name: 'savepoint',
  summary: 'Trigger savepoints without stopping the jobs',
  description:
    'Trigger a savepoint, wait until it completes, and print its path. The job keeps running. With several jobs, at ' +
    'most eight savepoints are taken at a time, and a failure does not affect the others. --savepoint-dir is required ' +
    'if the cluster has no default savepoint directory. The native format is faster than the canonical format, but not ' +
    'portable between state backends.\n\n' +
    'JSON of one job: job (id, name), triggerId, and path (null with --no-wait). JSON of several jobs: jobs, an array of ' +
    'the same fields and error (null on success).',
  group: 'jobs',
  examples: [
    'savepoint a1b2c3d4',
    'savepoint TopSpeed "Word Count"',
    'savepoint TopSpeed --savepoint-dir s3://bucket/savepoints',
  ],
  needs: 'write',
  arguments: [{ name: 'JOB', kind: 'job', required: true, many: true, summary: jobArgumentHelp }],
  options: [savepointDirectory, savepointFormat, dryRun, noWait, timeout(defaultTimeoutMs)],
  keys: [
    {
      key: 'p',
      pane: 'jobs',
      hint: 'savepoint',
      help: 'Trigger a savepoint of the job or of the marked jobs',
      subject: 'job',
    },
  ],
  rules: [],
  available: checkJobsCanSavepoint,
  plan: async ({ connection, frontend, now }, input, signal) => {
    const jobs = selectJobs(await connection.flink.jobs(signal), input.arguments);
    requireSavepoints(jobs);
    // One key press on the screen must not load several jobs at once.
    const asks = frontend === 'screen' && jobs.length > 1;
    // Read only if shown. Flink would answer the request for the size from the same cached statistics.
    const described =
      asks || isOn(input, dryRun.name) ? await describeJobs(connection, jobs, 'with savepoint', now, signal) : [];
    return {
      title: `Trigger ${jobs.length === 1 ? 'a savepoint' : 'savepoints'} of ${formatJobNames(jobs)}`,
      shortTitle: `${jobs.length === 1 ? 'Savepoint' : 'Savepoints'} of ${shortJobNames(jobs)}`,
      lines: described.map(({ line }) => line),
      sections: [
        {
          kind: 'items',
          heading: `Takes a savepoint of ${countOf(jobs.length, 'job')}`,
          items: described.map(({ item }) => item),
        },
      ],
      warnings: [],
      confirmation: asks ? { kind: 'yes', ...answersFor(jobs.length) } : { kind: 'none' },
      jobs,
      request: savepointRequest(input),
      wait: !isOn(input, 'no-wait'),
      timeoutMs: numberOption(input, 'timeout') ?? defaultTimeoutMs,
    };
  },
  run: (services, plan, signal) => runForJobs(plan.jobs, (job) => takeSavepoint(services, plan, job, signal), signal),
  render: {
    text: (runs) => succeeded(runs).map(savepointText).join('\n'),
    json: (runs) => runsData(runs, savepointData),
    names: (runs) => succeeded(runs).map(({ triggerId, path }) => path ?? triggerId),
    summary: (runs, elapsedMs) => {
      const taken = succeeded(runs);
      return savepointSummary(taken, titleOf(taken, runs.length, elapsedMs));
    },
  },
  failure: (runs) => failureOfRuns(runs),
});

function answersFor(count: number): Answers {
  return { confirm: `Take ${count} savepoints`, decline: 'Go back', declined: 'no savepoint is taken' };
}

async function* takeSavepoint(
  services: Services,
  { request, wait, timeoutMs }: SavepointPlan,
  job: NamedJob,
  signal: AbortSignal,
): AsyncGenerator<Progress, SavepointOfJob, void> {
  const { flink } = services.connection;
  yield { kind: 'step', text: `Triggering a savepoint of ${formatJobName(job)}`, phase: 'requesting' };
  const triggerId = await triggerWithRetry(
    (id) => flink.triggerSavepoint(job.id, { ...request, triggerId: id }, signal),
    signal,
  );
  if (!wait) return { job, triggerId, path: undefined };
  const path = yield* waitForSavepoint(services, job, triggerId, timeoutMs, signal);
  return { job, triggerId, path, bytes: await savepointSize(services, job, path, signal) };
}

/** `Savepoint of orders: 48.9 MiB in 1 s` */
function titleOf(taken: readonly SavepointOfJob[], total: number, elapsedMs: number): string {
  const subject = `${taken.length === 1 ? 'Savepoint' : 'Savepoints'} of ${namesOf(taken, total)}`;
  if (isRequested(taken)) return `${subject} requested`;
  const size = sizeOf(taken);
  return `${subject}: ${size === undefined ? '' : `${size} `}${timeText(elapsedMs)}`;
}

function savepointText({ job, triggerId, path }: SavepointOfJob): string {
  return path === undefined
    ? `Savepoint requested for ${formatJobName(job)}, trigger id ${triggerId}`
    : `Savepoint of ${formatJobName(job)}: ${path}`;
}

function savepointData({ job: { id, name }, triggerId, path }: SavepointOfJob) {
  return { job: { id, name }, triggerId, path: path ?? null };
}
