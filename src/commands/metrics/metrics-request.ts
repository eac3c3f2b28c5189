import type { Input } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { isOn, numberOption, textOption } from '../record/shared-options.ts';

/** The metrics to show, as typed. */
export type MetricsRequest = {
  readonly of:
    | {
        readonly kind: 'job';
        readonly job: string;
        readonly vertex: string | undefined;
        readonly subtask: number | undefined;
      }
    | { readonly kind: 'task-manager'; readonly pod: string }
    | { readonly kind: 'job-manager' };
  /** Fuzzy words and globs. All must match the owner or the id. */
  readonly patterns: readonly string[];
  /** Shows only the ids. */
  readonly isList: boolean;
  /** Prints a sample every `intervalMs`; undefined for one sample. */
  readonly watch: { readonly forMs: number; readonly intervalMs: number } | undefined;
};

/** `data` for -o json and yaml, `names` for -o name. */
export type MetricsOutput = 'lines' | 'data' | 'names';

/** Flink has new values every 10 s (`metrics.fetcher.update-interval`). */
const defaultIntervalMs = 10_000;
const minIntervalMs = 1000;

/** @throws CommandError for options that exclude each other */
export function readRequest(input: Input): MetricsRequest {
  const watchForMs = numberOption(input, 'watch-for');
  const intervalMs = numberOption(input, 'interval');
  if (intervalMs !== undefined && watchForMs === undefined) throw usage('--interval requires --watch-for');
  if (intervalMs !== undefined && intervalMs < minIntervalMs) throw usage('--interval must be at least 1s');
  const isList = isOn(input, 'list');
  if (isList && watchForMs !== undefined) throw usage('--list and --watch-for are mutually exclusive');
  return {
    ...readOwner(input),
    isList,
    watch: watchForMs === undefined ? undefined : { forMs: watchForMs, intervalMs: intervalMs ?? defaultIntervalMs },
  };
}

function readOwner(input: Input): Pick<MetricsRequest, 'of' | 'patterns'> {
  const pod = textOption(input, 'taskmanager');
  const isJobManager = isOn(input, 'jobmanager');
  const vertex = textOption(input, 'vertex');
  const subtask = numberOption(input, 'subtask');
  if (pod !== undefined && isJobManager) throw usage('--taskmanager and --jobmanager are mutually exclusive');
  if (pod !== undefined || isJobManager) {
    if (vertex !== undefined || subtask !== undefined) throw usage('--vertex and --subtask require a JOB');
    const of = pod === undefined ? ({ kind: 'job-manager' } as const) : ({ kind: 'task-manager', pod } as const);
    return { of, patterns: input.arguments };
  }
  const [job, ...patterns] = input.arguments;
  if (job === undefined) throw usage('metrics requires a JOB, --taskmanager POD or --jobmanager');
  if (subtask !== undefined && vertex === undefined) throw usage('--subtask requires --vertex');
  if (subtask !== undefined && subtask < 1) throw usage('--subtask counts from 1');
  return { of: { kind: 'job', job, vertex, subtask: subtask === undefined ? undefined : subtask - 1 }, patterns };
}

const usage = (message: string): CommandError => new CommandError(exitCodes.usage, message);
