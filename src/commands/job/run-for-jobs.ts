import { inParallel } from '../../session/in-parallel.ts';
import type { Failure, Progress } from '../record/command.ts';
import { exitCodeOf } from '../record/command-error.ts';
import { describeError } from '../record/describe-error.ts';
import { formatJobName, type NamedJob } from './describe-job.ts';

/** The outcome for one of several jobs. */
export type JobRun<Result> = { readonly job: NamedJob } & (
  | { readonly result: Result; readonly failure?: undefined }
  | { readonly result?: undefined; readonly failure: Failure }
);

/**
 * Runs the same steps for several jobs at once. A failure of one job does not affect the others, but the error of a
 * single job is thrown.
 */
export async function* runForJobs<Result>(
  jobs: readonly NamedJob[],
  run: (job: NamedJob) => AsyncGenerator<Progress, Result, void>,
  signal: AbortSignal,
): AsyncGenerator<Progress, readonly JobRun<Result>[], void> {
  const [only, ...others] = jobs;
  if (only !== undefined && others.length === 0) return [{ job: only, result: yield* run(only) }];
  const progress: Progress[] = [];
  let wake = () => {};
  let endedJobs = 0;
  const runJob = async (job: NamedJob): Promise<JobRun<Result>> => {
    try {
      const steps = run(job);
      let step = await steps.next();
      for (; step.done !== true; step = await steps.next()) {
        progress.push(withCount(step.value, endedJobs, jobs.length));
        wake();
      }
      return { job, result: step.value };
    } catch (error) {
      return { job, failure: failureOf(job, error) };
    } finally {
      endedJobs += 1;
    }
  };
  let isRunning = true;
  const runs = inParallel(jobs, runJob).finally(() => {
    isRunning = false;
    wake();
  });
  while (isRunning || progress.length > 0) {
    const next = progress.shift();
    if (next !== undefined) yield next;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
  signal.throwIfAborted();
  return await runs;
}

function withCount(progress: Progress, ended: number, total: number): Progress {
  if (progress.kind !== 'step') return progress;
  const phase = `${ended} of ${total} done`;
  return { ...progress, text: `${phase}. ${progress.text}`, phase };
}

function failureOf(job: NamedJob, error: unknown): Failure {
  const { message, hints } = describeError(error);
  return {
    message: message.includes(job.id) ? message : `${formatJobName(job)}: ${message}`,
    hints,
    exitCode: exitCodeOf(error),
    cause: error,
  };
}

/** Returns the results of the runs that did not fail. */
export function succeeded<Result>(runs: readonly JobRun<Result>[]): readonly Result[] {
  return runs.map(({ result }) => result).filter((result) => result !== undefined);
}

/** Returns the data of one job, or of several jobs as an array with their errors. */
export function runsData<Result>(runs: readonly JobRun<Result>[], dataOf: (result: Result) => object): unknown {
  const [only, ...others] = runs;
  if (only?.result !== undefined && others.length === 0) return dataOf(only.result);
  return {
    jobs: runs.map(({ job: { id, name }, result, failure }) =>
      result === undefined
        ? { job: { id, name }, error: failure?.message ?? null }
        : { ...dataOf(result), error: null },
    ),
  };
}

/** Joins the failures of the runs. The exit code is that of the first one. */
export function failureOfRuns<Result>(
  runs: readonly JobRun<Result>[],
  failureIn: (result: Result) => Failure | undefined = () => undefined,
): Failure | undefined {
  const failures = runs
    .map(({ result, failure }) => failure ?? (result === undefined ? undefined : failureIn(result)))
    .filter((failure) => failure !== undefined);
  const [first] = failures;
  if (first === undefined) return undefined;
  const hints = [...new Set(failures.flatMap(({ hints: some = [] }) => some))];
  return { ...joinFailures(first, failures), hints };
}

/** Returns the first failure with the messages of all. */
export function joinFailures(first: Failure, all: readonly Failure[]): Failure {
  const messages = all.map(({ message }) => message);
  return { ...first, message: messages.join('; '), messages };
}
