import { jobArgumentHelp } from '../job/job-selector.ts';
import { checkFlinkReachable } from '../record/availability.ts';
import { command, type Plan } from '../record/command.ts';
import { readOnlyPlan, runWithoutProgress } from '../record/plan/read-only-plan.ts';

type JobPlan = Plan & { readonly job: string };
type JobResult = { readonly id: string; readonly lines: readonly string[]; readonly data: unknown };

export const job = command<JobPlan, JobResult>({
  name: 'job',
  summary: 'Show the findings and the vertices of a job',
  description:
    'Show one job: its state and health, what is wrong with it, as why does, and its vertices in the order of the graph ' +
    'with their load. The vertex that slows the job down is marked as the bottleneck. On the screen, job opens the page ' +
    'of the job.\n\n' +
    'Of a job that has ended, it shows the load, findings and pods that were last seen, if the screen or record watched its ' +
    'end, even when Flink no longer knows the job.\n\n' +
    'The load is measured, which takes a few seconds. Rates are known only if the JobManager updated its metrics in this ' +
    'time.\n\n' +
    'JSON: an object with the fields of list, and with checkpointing (true, false or null if unknown), checkpoint (the last ' +
    'completed one: id, completedAt, durationMs, bytes and path, or null), findings, risks, notAssessed and notes as of why, ' +
    'and vertices in topological order. A vertex has id, name, parallelism, status, tasks (count by state), inputs (ids of ' +
    'vertices), isBottleneck, busy, backPressured and idle (averages over the subtasks, shares from 0 to 1), ' +
    'readRecordsPerSecond, writeRecordsPerSecond, readBytesPerSecond and writeBytesPerSecond. Whatever was not measured is ' +
    'null, never 0. vertices is null if they could not be read. lastSeen is null unless the job has ended while flink-tui ' +
    'watched it: state, startedAt, endedAt, measuredAt, bottleneck, findings, checkpoints, pods and vertices.',
  group: 'jobs',
  examples: ['job orders', 'job 7d4f -o json'],
  needs: 'read',
  arguments: [{ name: 'JOB', kind: 'job', required: true, many: false, summary: jobArgumentHelp }],
  options: [],
  keys: [],
  rules: [],
  available: checkFlinkReachable,
  plan: async (_services, { arguments: [selector = ''] }) => readOnlyPlan('Show a job', { job: selector }),
  run: runWithoutProgress(async (services, { job: selector }, signal) => {
    // Loaded on demand: other commands do not need the rules.
    const [{ readJob }, { jobLines, shownJobData }, { forgottenData, forgottenLines }] = await Promise.all([
      import('./read-job.ts'),
      import('./format-job.ts'),
      import('../ended-jobs/forgotten-job.ts'),
    ]);
    const shown = await readJob(services, selector, signal);
    if (shown.kind === 'forgotten') {
      return { id: shown.job.id, lines: [...forgottenLines(shown)], data: forgottenData(shown) };
    }
    return { id: shown.job.id, lines: [...jobLines(shown)], data: shownJobData(shown) };
  }),
  render: {
    text: ({ lines }) => lines.join('\n'),
    json: ({ data }) => data,
    names: ({ id }) => [id],
  },
  onScreen: { override: (screen, input) => screen.showJob('overview', input) },
});
