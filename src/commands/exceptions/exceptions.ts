import { jobArgumentHelp } from '../job/job-selector.ts';
import { checkFlinkReachable } from '../record/availability.ts';
import { command, type Plan } from '../record/command.ts';
import { readOnlyPlan, runWithoutProgress } from '../record/plan/read-only-plan.ts';
import { isOn } from '../record/shared-options.ts';

type ExceptionsPlan = Plan & { readonly job: string; readonly trace: boolean };
type ExceptionsResult = {
  readonly lines: readonly string[];
  readonly data: unknown;
  readonly names: readonly string[];
};

export const exceptions = command<ExceptionsPlan, ExceptionsResult>({
  name: 'exceptions',
  summary: 'Show the failures of a job by root cause',
  description:
    'Show the failures of a job, grouped by root cause: the exception and its message without numbers and ids. The cause ' +
    'with the newest failure is first, with its count, its first and last time, the task and the pod of the newest ' +
    'failure, the failures that Flink recorded together with it, and the first frames in the code of the job.\n\n' +
    'exceptions reads the journal, if there is one, and the last 16 failures that Flink keeps by default. It changes ' +
    'nothing. Times are in UTC by the clock of the API server.\n\n' +
    'JSON: an object with job (id and name), groups and notes. A group has exception, message, count, firstAt, lastAt, and ' +
    'task, subtask (from 1), attempt, pod, isFinal and concurrent of its newest failure, trace (lines, or null if Flink no ' +
    'longer has it; only with --trace), and occurrences, newest first. task is null if the JobMaster failed the job. ' +
    'isFinal: the job was not restarted.',
  group: 'jobs',
  examples: ['exceptions orders', 'exceptions orders --trace', 'exceptions orders -o json'],
  needs: 'read',
  arguments: [{ name: 'JOB', kind: 'job', required: true, many: false, summary: jobArgumentHelp }],
  options: [{ name: 'trace', summary: 'Print the stack trace of the newest failure of each cause' }],
  keys: [],
  rules: [],
  available: checkFlinkReachable,
  plan: async (_services, input) =>
    readOnlyPlan('Show the failures of a job', { job: input.arguments[0] ?? '', trace: isOn(input, 'trace') }),
  run: runWithoutProgress(async (services, { job, trace }, signal) => {
    // Loaded on demand: other commands do not need the journal.
    const [{ readExceptions }, { exceptionsData, exceptionsLines }] = await Promise.all([
      import('./read-exceptions.ts'),
      import('./show-exceptions.ts'),
    ]);
    const read = await readExceptions(services, job, signal);
    return {
      lines: [...exceptionsLines(read, trace)],
      data: exceptionsData(read, trace),
      names: [...new Set(read.groups.map(({ exception }) => exception))],
    };
  }),
  render: {
    text: ({ lines }) => lines.join('\n'),
    json: ({ data }) => data,
    names: ({ names }) => names,
  },
  onScreen: { override: (screen, input) => screen.showJob('exceptions', input) },
});
