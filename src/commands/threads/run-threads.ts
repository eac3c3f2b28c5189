import type { JvmThread } from '../../flink/thread-responses.ts';
import { type SamplingPace, sampleThreads } from '../../session/threads/sample-threads.ts';
import { jobManagerThreads, threadsOfTask } from '../../session/threads/task-threads.ts';
import { profileOf, type Sample } from '../../session/threads/thread-profile.ts';
import type { Progress, Services } from '../record/command.ts';
import { type FoundTask, findTask } from './find-task.ts';
import { readFlameGraph } from './read-flame-graph.ts';
import { runProfiler } from './run-profiler.ts';
import { allThreadsData, allThreadsLines } from './show-all-threads.ts';
import { profileData, profileLines } from './show-profile.ts';
import type { ThreadsRequest, ThreadsResult } from './threads-types.ts';

type Run = AsyncGenerator<Progress, ThreadsResult, void>;

export async function* runThreads(services: Services, request: ThreadsRequest, signal: AbortSignal): Run {
  const { flink } = services.connection;
  if (request.kind === 'job manager') {
    const samplesOf = (threads: readonly JvmThread[]): Sample => ({ main: jobManagerThreads(threads), helpers: [] });
    return yield* profile(undefined, request, flink.jobManagerThreadDump, samplesOf, signal);
  }
  yield { kind: 'step', text: 'Finding the subtask' };
  if (request.kind === 'flame graph') return yield* readFlameGraph(services, request, signal);
  const task = await findTask(flink, request, signal);
  const dump = (aborted: AbortSignal) => flink.threadDump(task.pod, aborted);
  if (request.kind === 'profiler') return yield* runProfiler(services, request, task, signal);
  if (request.kind === 'all') {
    const threads = await dump(signal);
    return { lines: [...allThreadsLines(task, threads)], data: allThreadsData(task, threads), names: [task.pod] };
  }
  return yield* profile(task, request, dump, (threads) => threadsOfTask(threads, task.names), signal);
}

/** @param task undefined for the JobManager */
async function* profile(
  task: FoundTask | undefined,
  pace: SamplingPace,
  dump: (signal: AbortSignal) => Promise<readonly JvmThread[]>,
  sampleOf: (threads: readonly JvmThread[]) => Sample,
  signal: AbortSignal,
): Run {
  const samples: Sample[] = [];
  const where = task?.pod ?? 'the JobManager';
  yield { kind: 'step', text: `Taking thread dumps of ${where}` };
  for await (const threads of sampleThreads(pace, dump, signal)) {
    samples.push(sampleOf(threads));
    yield { kind: 'step', text: `Took ${samples.length}/${pace.count} thread dumps of ${where}` };
  }
  const found = profileOf(samples, task?.mailboxWait ?? 'unknown');
  return {
    lines: [...profileLines(task, found)],
    data: profileData(task, found),
    names: task === undefined ? [] : [task.pod],
  };
}
