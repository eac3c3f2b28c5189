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
   * The threads that run the code of the task: its own, and that of a legacy source. Several tasks of a TaskManager have
   * the same name if two jobs do.
   */
  readonly main: readonly JvmThread[];
  /** Threads that work for the task, such as `OutputFlusher for NAME` and `Source Data Fetcher for NAME`. */
  readonly helpers: readonly JvmThread[];
};

const legacySource = 'Legacy Source Thread - ';
/** `OutputFlusher for `, `Channel state writer ` */
const helperRole = /(?: for| [Ww]riter) $/;

/** Finds the threads of a subtask: Flink names the thread of a task `map (1/4)#0` (`Task`, `TaskInfoImpl`). */
export function threadsOfTask(threads: readonly JvmThread[], task: TaskOfThreads): TaskThreads {
  const name = threadName(task);
  const isMain = (thread: JvmThread) => thread.name === name || thread.name === legacySource + name;
  return {
    main: threads.filter(isMain),
    helpers: threads.filter(
      (thread) => thread.name.endsWith(name) && helperRole.test(thread.name.slice(0, -name.length)),
    ),
  };
}

/** `map (1/4)#0` */
const threadName = ({ vertex, subtask, parallelism, attempt }: TaskOfThreads): string =>
  `${vertex} (${subtask}/${parallelism})#${attempt}`;

/** The JobManager runs its components, such as JobMasters, in the threads of this pool. */
const mainPool = /^flink-pekko\.actor\.default-dispatcher-|^flink-akka\.actor\.default-dispatcher-/;

export const jobManagerThreads = (threads: readonly JvmThread[]): readonly JvmThread[] =>
  threads.filter(({ name }) => mainPool.test(name));
