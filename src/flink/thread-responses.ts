export const threadStates = ['NEW', 'RUNNABLE', 'BLOCKED', 'WAITING', 'TIMED_WAITING', 'TERMINATED'] as const;
export type ThreadState = (typeof threadStates)[number];

/** One thread of a thread dump. */
export type JvmThread = {
  readonly name: string;
  /** undefined if the text of the thread could not be read. */
  readonly state: ThreadState | undefined;
  /** Methods without class loader and module, `Store.fetch(Trouble.java:186)`. Innermost first. Flink cuts after 50. */
  readonly frames: readonly string[];
  /** Class of the object that the thread waits for, or whose lock it needs. */
  readonly waitingOn: string | undefined;
  /** Name of the thread that holds the lock. */
  readonly lockOwner: string | undefined;
};

/** Threads of all states, only running ones, or only waiting and blocked ones. */
export type FlameGraphType = 'full' | 'on_cpu' | 'off_cpu';

export type FlameNode = {
  /** `org.apache.flink.streaming.runtime.tasks.StreamTask.invoke:959`, or `root`. */
  readonly name: string;
  /** Number of samples in this method and in the methods that it calls. */
  readonly value: number;
  readonly children: readonly FlameNode[];
};

/**
 * `disabled`: `rest.flamegraph.enabled` is off. `waiting`: the first request starts the sampling, which takes 5 s.
 * `terminated`: the vertex has ended.
 */
export type FlameGraph =
  | { readonly state: 'disabled' | 'waiting' | 'terminated' }
  /** `sampledAt` is epoch ms by the JobManager's clock. */
  | { readonly state: 'sampled'; readonly sampledAt: number; readonly root: FlameNode };

/** What async-profiler measures. */
export const profilerModes = ['CPU', 'ITIMER', 'WALL', 'LOCK', 'ALLOC'] as const;
export type ProfilerMode = (typeof profilerModes)[number];

/** A run of Flink's profiler on a TaskManager. */
export type ProfilerRun = {
  readonly status: 'RUNNING' | 'FINISHED' | 'FAILED';
  /** Epoch ms by the TaskManager's clock. Identifies the run. */
  readonly startedAt: number;
  /** Why it failed. */
  readonly message: string | undefined;
  /** Name of the result, an HTML file; undefined until it is finished. */
  readonly file: string | undefined;
};
