import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { FlinkError } from '../../flink/error.ts';
import type { FlinkRest } from '../../flink/rest.ts';
import type { ProfilerRun } from '../../flink/thread-responses.ts';
import { saveLines } from '../../logs/save-lines.ts';
import { formatSize } from '../../text/format-size.ts';
import type { Progress, Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { type FoundTask, taskData, taskText } from './find-task.ts';
import { disabledError } from './profiling-off.ts';
import type { ThreadsRequest, ThreadsResult } from './threads-types.ts';

type Request = ThreadsRequest & { readonly kind: 'profiler' };

const pollMs = 1000;
/** The profiler writes its result after the end. */
const writeMs = 30_000;

/** Runs Flink's profiler on the TaskManager of a task, and saves its HTML page to a new file. */
export async function* runProfiler(
  { connection: { flink } }: Services,
  { mode, seconds, file }: Request,
  task: FoundTask,
  signal: AbortSignal,
): AsyncGenerator<Progress, ThreadsResult, void> {
  const { pod } = task;
  await requireNewFile(file);
  const started = await start(flink, pod, { mode, seconds }, signal);
  if (started.status === 'FAILED') throw profilerError(pod, started);
  for (let left = seconds; left > 0; left -= 1) {
    yield { kind: 'step', text: `Profiling ${pod}, ${left} s left` };
    await pause(1000, undefined, { signal });
  }
  yield { kind: 'step', text: `Waiting for the result of ${pod}` };
  const page = await result(flink, pod, started, signal);
  const saved = await saveLines(file, asChunks(page), { overwrite: false, signal }).catch((error: unknown) => {
    throw new CommandError(exitCodes.failed, `cannot write ${file}: ${(error as Error).message}`);
  });
  return {
    lines: [
      `${mode} profile of ${pod} for ${seconds} s, with ${taskText(task.names)} of ${task.job.name}`,
      `Saved ${formatSize(saved.bytes)} to ${saved.file}. Open it in a browser`,
    ],
    data: { ...taskData(task), pod, mode: mode.toLowerCase(), durationMs: seconds * 1000, ...saved },
    names: [saved.file],
  };
}

async function requireNewFile(file: string): Promise<void> {
  const known = await stat(file).catch(() => undefined);
  if (known === undefined) return;
  throw new CommandError(exitCodes.failed, `${file} already exists`, ['Choose another name with --to FILE']);
}

async function start(
  flink: FlinkRest,
  pod: string,
  request: Parameters<FlinkRest['startProfiler']>[1],
  signal: AbortSignal,
): Promise<ProfilerRun> {
  try {
    return await flink.startProfiler(pod, request, signal);
  } catch (error) {
    // Flink does not serve the path of a disabled profiler. The message of an unknown TaskManager names it.
    const isDisabled = error instanceof FlinkError && error.status === 404;
    throw isDisabled ? disabledError("Flink's profiler", 'rest.profiling.enabled') : error;
  }
}

async function result(flink: FlinkRest, pod: string, started: ProfilerRun, signal: AbortSignal): Promise<string> {
  for (const until = performance.now() + writeMs; performance.now() < until; ) {
    const run = (await flink.profilerRuns(pod, signal)).find(({ startedAt }) => startedAt === started.startedAt);
    if (run?.status === 'FAILED') throw profilerError(pod, run);
    if (run?.file !== undefined) return flink.profilerResult(pod, run.file, signal);
    await pause(pollMs, undefined, { signal });
  }
  throw new CommandError(exitCodes.failed, `the profiler of ${pod} has no result after ${writeMs / 1000} s`);
}

const profilerError = (pod: string, { message }: ProfilerRun): CommandError =>
  new CommandError(exitCodes.failed, `the profiler of ${pod} failed: ${message ?? 'Flink gave no reason'}`, [
    'Try --profiler itimer, which needs no access to performance counters',
  ]);

async function* asChunks(text: string): AsyncGenerator<string> {
  yield text;
}
