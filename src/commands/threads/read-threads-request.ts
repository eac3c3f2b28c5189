import { type ProfilerMode, profilerModes } from '../../flink/thread-responses.ts';
import { maxDumps, minIntervalMs, type SamplingPace } from '../../session/threads/sample-threads.ts';
import { printable } from '../../text/printable.ts';
import type { Input } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { isOn, numberOption, textOption } from '../record/shared-options.ts';
import { flameGraphTypes, type ThreadsRequest } from './threads-types.ts';

const defaultSeconds = 30;
/** `rest.profiling.duration-max` */
const maxSeconds = 300;

/** Options that only fit another one. */
const neededBy = { type: 'flame-graph', duration: 'profiler', to: 'profiler' } as const;

/** Reads what the user wants. @throws CommandError for options that do not fit each other */
export function readThreadsRequest(input: Input): ThreadsRequest {
  const pace = readPace(input);
  const kinds = ['all', 'jobmanager', 'flame-graph', 'profiler'].filter((name) => input.options[name] !== undefined);
  if (kinds.length > 1) throw usageError(`--${kinds[0]} and --${kinds[1]} exclude each other`);
  checkNeeded(input);
  const [job, vertex, subtask] = input.arguments;
  if (isOn(input, 'jobmanager')) {
    if (job !== undefined) throw usageError('--jobmanager takes no JOB');
    return { kind: 'job manager', ...pace };
  }
  if (job === undefined) throw usageError('threads requires a JOB', 'Use --jobmanager for the JobManager');
  const selection = { job, vertex, subtask: readSubtask(subtask) };
  if (isOn(input, 'all')) return { kind: 'all', ...selection };
  if (isOn(input, 'flame-graph')) {
    const type = flameGraphTypes[(textOption(input, 'type') ?? 'full') as keyof typeof flameGraphTypes];
    return { kind: 'flame graph', ...selection, type };
  }
  const mode = profilerModes.find((known) => known.toLowerCase() === textOption(input, 'profiler'));
  return mode === undefined
    ? { kind: 'profile', ...selection, ...pace }
    : { ...selection, ...readProfiler(input, mode) };
}

function checkNeeded({ options }: Input): void {
  for (const [name, needed] of Object.entries(neededBy)) {
    if (options[name] !== undefined && options[needed] === undefined)
      throw usageError(`--${name} requires --${needed}`);
  }
}

function readPace(input: Input): SamplingPace {
  const count = numberOption(input, 'count') ?? maxDumps;
  const intervalMs = numberOption(input, 'interval') ?? minIntervalMs;
  if (count < 1 || count > maxDumps) throw usageError(`--count must be from 1 to ${maxDumps}`);
  if (intervalMs < minIntervalMs) throw usageError(`--interval must be at least ${minIntervalMs}ms`);
  return { count, intervalMs };
}

/** Reads the number of a subtask. */
export function readSubtask(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (number > 0) return number;
  throw usageError(`invalid subtask '${printable(text)}': must be a number from 1`);
}

function readProfiler(input: Input, mode: ProfilerMode) {
  const file = textOption(input, 'to');
  if (file === undefined || file === '') throw usageError('--profiler requires --to FILE for the result, an HTML page');
  const seconds = Math.ceil((numberOption(input, 'duration') ?? defaultSeconds * 1000) / 1000);
  if (seconds < 1 || seconds > maxSeconds) throw usageError(`--duration must be from 1s to ${maxSeconds}s`);
  return { kind: 'profiler', mode, seconds, file } as const;
}

const usageError = (message: string, ...hints: readonly string[]) => new CommandError(exitCodes.usage, message, hints);
