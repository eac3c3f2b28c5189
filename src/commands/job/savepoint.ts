import type { SavepointRequest } from '../../flink/rest.ts';
import { attempt } from '../record/attempt.ts';
import { jobsTakeSavepoints, takesSavepoint } from '../record/availability.ts';
import { command, type Plan } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
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
import { describeJob, type NamedJob, named } from './describe-job.ts';
import { jobArgumentHelp, selectJob } from './job-selector.ts';
import { trigger, waitForSavepoint } from './take-savepoint.ts';

const standardTimeoutMs = 600_000;

type SavepointPlan = Plan & {
  readonly job: NamedJob;
  readonly request: SavepointRequest;
  readonly wait: boolean;
  readonly timeoutMs: number;
};
type SavepointResult = {
  readonly job: NamedJob;
  readonly triggerId: string;
  /** undefined if it was not waited for */
  readonly path: string | undefined;
};

export const savepoint = command<SavepointPlan, SavepointResult>({
  name: 'savepoint',
  summary: 'take a savepoint of a job that goes on',
  description:
    'Takes a savepoint and says where it is. The job goes on. Where the cluster has no default place for savepoints, ' +
    'one has to be named.\n\n' +
    'JSON: job (id, name), triggerId, and path (null if it was not waited for).',
  group: 'jobs',
  examples: ['savepoint a1b2c3d4', 'savepoint TopSpeed --savepoint-dir s3://bucket/savepoints --format native'],
  needs: 'write',
  arguments: [{ name: 'JOB', kind: 'job', required: true, many: false, summary: jobArgumentHelp }],
  options: [savepointDirectory, savepointFormat, dryRun, noWait, timeout(standardTimeoutMs)],
  keys: [{ key: 'p', pane: 'jobs', hint: 'savepoint', subject: 'job' }],
  rules: [],
  available: jobsTakeSavepoints,
  plan: async ({ connection: { flink }, now }, input, signal) => {
    const job = selectJob(await flink.jobs(signal), input.arguments[0] ?? '');
    const ready = takesSavepoint(job);
    if (ready !== true) throw new CommandError(exitCodes.failed, `${named(job)}: ${ready}`);
    return {
      title: `take a savepoint of ${named(job)}`,
      lines: [describeJob(job, await attempt(flink.checkpoints(job.id, signal), signal), now())],
      warnings: [],
      confirmation: { kind: 'none' },
      job,
      request: savepointRequest(input),
      wait: !isOn(input, 'no-wait'),
      timeoutMs: numberOption(input, 'timeout') ?? standardTimeoutMs,
    };
  },
  async *run(services, { job, request, wait, timeoutMs }, signal) {
    const { flink } = services.connection;
    yield { kind: 'step', text: `asking Flink for a savepoint of ${named(job)}` };
    const triggerId = await trigger(
      (id) => flink.triggerSavepoint(job.id, { ...request, triggerId: id }, signal),
      signal,
    );
    const path = wait ? yield* waitForSavepoint(services, job, triggerId, timeoutMs, signal) : undefined;
    return { job, triggerId, path };
  },
  render: {
    text: ({ job, triggerId, path }) =>
      path === undefined
        ? `savepoint of ${named(job)} asked for, trigger id ${triggerId}`
        : `savepoint of ${named(job)}: ${path}`,
    json: ({ job: { id, name }, triggerId, path }) => ({ job: { id, name }, triggerId, path: path ?? null }),
    names: ({ triggerId, path }) => [path ?? triggerId],
  },
});
