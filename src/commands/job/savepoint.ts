import type { SavepointRequest } from '../../flink/rest.ts';
import { checkCanSavepoint, checkJobsCanSavepoint } from '../record/availability.ts';
import { command, type Plan } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { resultOrError } from '../record/result-or-error.ts';
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
import { describeJob, formatJobName, type NamedJob } from './describe-job.ts';
import { jobArgumentHelp, selectJob } from './job-selector.ts';
import { triggerWithRetry, waitForSavepoint } from './trigger-savepoint.ts';

const defaultTimeoutMs = 600_000;

type SavepointPlan = Plan & {
  readonly job: NamedJob;
  readonly request: SavepointRequest;
  readonly wait: boolean;
  readonly timeoutMs: number;
};
type SavepointResult = {
  readonly job: NamedJob;
  readonly triggerId: string;
  /** undefined with `--no-wait` */
  readonly path: string | undefined;
};

export const savepoint = command<SavepointPlan, SavepointResult>({
  name: 'savepoint',
  summary: 'Trigger a savepoint without stopping the job',
  description:
    'Trigger a savepoint, wait until it completes, and print its path. The job keeps running. --savepoint-dir is required ' +
    'if the cluster has no default savepoint directory. The native format is faster than the canonical format, but not ' +
    'portable between state backends.\n\n' +
    'JSON: job (id, name), triggerId, and path (null with --no-wait).',
  group: 'jobs',
  examples: ['savepoint a1b2c3d4', 'savepoint TopSpeed --savepoint-dir s3://bucket/savepoints'],
  needs: 'write',
  arguments: [{ name: 'JOB', kind: 'job', required: true, many: false, summary: jobArgumentHelp }],
  options: [savepointDirectory, savepointFormat, dryRun, noWait, timeout(defaultTimeoutMs)],
  keys: [{ key: 'p', pane: 'jobs', hint: 'savepoint', subject: 'job' }],
  rules: [],
  available: checkJobsCanSavepoint,
  plan: async ({ connection: { flink }, now }, input, signal) => {
    const job = selectJob(await flink.jobs(signal), input.arguments[0] ?? '');
    const canSavepoint = checkCanSavepoint(job);
    if (canSavepoint !== true) throw new CommandError(exitCodes.failed, `${formatJobName(job)}: ${canSavepoint}`);
    return {
      title: `Trigger a savepoint of ${formatJobName(job)}`,
      lines: [describeJob(job, await resultOrError(flink.checkpoints(job.id, signal), signal), now())],
      warnings: [],
      confirmation: { kind: 'none' },
      job,
      request: savepointRequest(input),
      wait: !isOn(input, 'no-wait'),
      timeoutMs: numberOption(input, 'timeout') ?? defaultTimeoutMs,
    };
  },
  async *run(services, { job, request, wait, timeoutMs }, signal) {
    const { flink } = services.connection;
    yield { kind: 'step', text: `Triggering a savepoint of ${formatJobName(job)}` };
    const triggerId = await triggerWithRetry(
      (id) => flink.triggerSavepoint(job.id, { ...request, triggerId: id }, signal),
      signal,
    );
    const path = wait ? yield* waitForSavepoint(services, job, triggerId, timeoutMs, signal) : undefined;
    return { job, triggerId, path };
  },
  render: {
    text: ({ job, triggerId, path }) =>
      path === undefined
        ? `Savepoint requested for ${formatJobName(job)}, trigger id ${triggerId}`
        : `Savepoint of ${formatJobName(job)}: ${path}`,
    json: ({ job: { id, name }, triggerId, path }) => ({ job: { id, name }, triggerId, path: path ?? null }),
    names: ({ triggerId, path }) => [path ?? triggerId],
  },
});
