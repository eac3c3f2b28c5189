import { isTerminal, type Job, type Vertex } from '../jobs/job.ts';
import { taskName } from '../jobs/tasks.ts';
import type { RestContext } from '../rest/route.ts';
import type { TaskManager } from '../slots/task-manager.ts';
import {
  conditionObject,
  dumpingFrames,
  flusherFrames,
  java,
  poolFrames,
  schedulerFrames,
  selectFrames,
} from './frames.ts';
import { type DemoThread, threadDumpResponse } from './jvm-thread.ts';
import { taskStack } from './task-stack.ts';

/** Number of dumps of a TaskManager so far. */
const dumps = new WeakMap<TaskManager, number>();

/** All threads of a TaskManager: those of the JVM and of Flink, and those of its tasks. */
export function taskManagerThreadDump(taskManager: TaskManager, { jobManager }: RestContext) {
  const sample = (dumps.get(taskManager) ?? 0) + 1;
  dumps.set(taskManager, sample);
  const tasks = jobManager.jobs().flatMap((job) => threadsOfJob(job, taskManager, sample));
  return threadDumpResponse([
    ...jvmThreads,
    ...dispatchers('runtime.taskexecutor.TaskExecutor'),
    { name: 'Flink Netty Server (0) Thread 0', state: 'RUNNABLE', frames: selectFrames, isInNative: true },
    { name: 'taskmanager_0-main-scheduler-thread-1', ...scheduler },
    {
      name: 'IOManager writer thread #1',
      state: 'WAITING',
      frames: poolFrames,
      waitsFor: `${conditionObject}@16505135`,
    },
    ...tasks,
    { name: 'AsyncOperations-thread-1', ...scheduler },
  ]);
}

export function jobManagerThreadDump() {
  return threadDumpResponse([
    ...jvmThreads,
    ...dispatchers('runtime.dispatcher.Dispatcher'),
    { name: 'BLOB Server listener at 6124', state: 'RUNNABLE', frames: selectFrames, isInNative: true },
    { name: 'flink-rest-server-netty-worker-thread-1', state: 'RUNNABLE', frames: selectFrames, isInNative: true },
    { name: 'Flink-DispatcherRestEndpoint-thread-1', ...scheduler },
    { name: 'cluster-io-thread-1', ...scheduler },
    { name: 'jobmanager-io-thread-1', ...scheduler },
    { name: 'Checkpoint Timer', ...scheduler },
  ]);
}

const scheduler: Omit<DemoThread, 'name'> = {
  state: 'TIMED_WAITING',
  frames: schedulerFrames,
  waitsFor: `${conditionObject}@6e971d8b`,
};

const jvmThreads: readonly DemoThread[] = [
  {
    name: 'main',
    state: 'WAITING',
    frames: poolFrames,
    waitsFor: 'java.util.concurrent.CompletableFuture$Signaller@5d6a2811',
  },
  {
    name: 'Reference Handler',
    state: 'RUNNABLE',
    frames: [java('java.lang.ref.Reference.waitForReferencePendingList(Native Method)')],
  },
  { name: 'Signal Dispatcher', state: 'RUNNABLE', frames: [] },
];

/** The threads of the actors. One of them takes the dump. */
const dispatchers = (owner: string): readonly DemoThread[] => [
  {
    name: 'flink-pekko.actor.default-dispatcher-5',
    state: 'WAITING',
    frames: poolFrames,
    waitsFor: 'org.apache.pekko.dispatch.PekkoJdk9ForkJoinPool@672fe62',
  },
  { name: 'flink-pekko.actor.default-dispatcher-15', state: 'RUNNABLE', frames: dumpingFrames(owner) },
];

function threadsOfJob(job: Job, { id }: TaskManager, sample: number): readonly DemoThread[] {
  if (isTerminal(job)) return [];
  return job.slots.flatMap(({ taskManager }, subtask) =>
    taskManager === id ? job.vertices.flatMap((vertex) => threadsOfTask(job, vertex, subtask, sample)) : [],
  );
}

function threadsOfTask(job: Job, vertex: Vertex, subtask: number, sample: number): readonly DemoThread[] {
  if (vertex.state !== 'RUNNING') return [];
  const name = `${taskName(job, vertex, subtask)}#${job.attempt}`;
  return [
    { name, ...taskStack(job, vertex, subtask, sample) },
    ...(job.vertices.some(({ inputs }) => inputs.includes(vertex.id))
      ? [{ name: `OutputFlusher for ${name}`, state: 'TIMED_WAITING' as const, frames: flusherFrames }]
      : []),
    { name: `System Time Trigger for ${name}`, ...scheduler },
  ];
}
