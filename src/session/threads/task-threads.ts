import type { JvmThread } from '../../flink/thread-responses.ts';

/** A subtask, as the names of its threads say it. */
export type TaskOfThreads = {
  /** Full name of the vertex. */
  readonly vertex: string;
  /** From 1. */
  readonly subtask: number;
  readonly parallelism: number;
  readonly attempt: number;
};

export type TaskThreads = {
  /**
   * The thread that runs the code of the task. Several tasks of a TaskManager have the same name if the vertices of two
   * jobs do.
   */
  readonly main: readonly JvmThread[];
  /** Threads that work for the task, such as `OutputFlusher for NAME` and `Source Data Fetcher for NAME`. */
  readonly helpers: readonly JvmThread[];
};

const legacySource = 'Legacy Source Thread - ';
/** `OutputFlusher for `, `Channel state writer ` */
const helperRole = /(?: for| [Ww]riter) $/;

/**
 * Finds the threads of a subtask: Flink names the thread of a task `map (1/4)#0` (`Task`, `TaskInfoImpl`). A legacy source
 * runs in a thread of its own, while the thread of the task waits in its mailbox.
 */
export function threadsOfTask(threads: readonly JvmThread[], task: TaskOfThreads): TaskThreads {
  const name = threadName(task);
  const ofTask = threads.filter((thread) => thread.name === name);
  const legacy = threads.filter((thread) => thread.name === legacySource + name);
  const helpers = threads.filter(
    (thread) => thread.name.endsWith(name) && helperRole.test(thread.name.slice(0, -name.length)),
  );
  return legacy.length === 0 ? { main: ofTask, helpers } : { main: legacy, helpers: [...ofTask, ...helpers] };
}

/** `map (1/4)#0` */
const threadName = ({ vertex, subtask, parallelism, attempt }: TaskOfThreads): string =>
  `${vertex} (${subtask}/${parallelism})#${attempt}`;

/** The JobManager runs its components, such as JobMasters, in the threads of this pool. One of them takes the dump. */
const mainPool = /^flink-pekko\.actor\.default-dispatcher-|^flink-akka\.actor\.default-dispatcher-/;

const takesDump = ({ frames }: JvmThread): boolean => frames.some((frame) => frame.includes('.dumpThreads0('));

export const jobManagerThreads = (threads: readonly JvmThread[]): readonly JvmThread[] =>
  threads.filter((thread) => mainPool.test(thread.name) && !takesDump(thread));
