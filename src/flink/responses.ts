/**
 * Responses of Flink's REST API, validated and converted to one shape for Flink 1.20 to 2.3. Times are epoch
 * milliseconds, durations are milliseconds, and sizes are bytes.
 */

/** Values of Flink's JobStatus. `UNKNOWN` means a state that flink-tui does not know. */
export const jobStates = [
  'INITIALIZING',
  'CREATED',
  'RUNNING',
  'FAILING',
  'FAILED',
  'CANCELLING',
  'CANCELED',
  'FINISHED',
  'RESTARTING',
  'SUSPENDED',
  'RECONCILING',
  'UNKNOWN',
] as const;
export type JobState = (typeof jobStates)[number];

export type ClusterOverview = {
  readonly flinkVersion: string;
  readonly taskManagers: number;
  readonly slotsTotal: number;
  readonly slotsAvailable: number;
  readonly jobsRunning: number;
  readonly jobsFinished: number;
  readonly jobsCancelled: number;
  readonly jobsFailed: number;
};

export type ClusterConfig = {
  readonly flinkVersion: string;
  readonly refreshIntervalMs: number;
  /** False if the Web UI's cancel button is disabled (web.cancel.enable). The REST call still works. */
  readonly webCancel: boolean;
};

/** Configuration of the JobManager by key, without defaults. Flink masks secrets. */
export type FlinkOptions = ReadonlyMap<string, string>;

/** Options and classpath of a JVM. */
export type JvmEnvironment = {
  readonly options: readonly string[];
  /** Paths of jars and directories. */
  readonly classpath: readonly string[];
};

/** Number of tasks by lower-case execution state, without zeros. */
type TaskCounts = { readonly total: number; readonly [state: string]: number };

export type JobOverview = {
  readonly id: string;
  readonly name: string;
  readonly state: JobState;
  readonly startTime: number;
  /** undefined while the job runs */
  readonly endTime: number | undefined;
  readonly lastModification: number;
  readonly tasks: TaskCounts;
};

export type JobVertex = {
  readonly id: string;
  readonly name: string;
  readonly parallelism: number;
  readonly status: string;
  readonly tasks: { readonly [state: string]: number };
  /** Ids of the vertices that send records to this one. */
  readonly inputs: readonly string[];
  /** undefined until the JobManager has fetched the metrics of all subtasks. */
  readonly counters: VertexCounters | undefined;
};

/**
 * What the current attempts of all subtasks have done since they started. The JobManager updates the counters about every
 * 10 s, and they start again with a new attempt. A task's time is either busy, idle or back-pressured.
 */
export type VertexCounters = {
  /** undefined if a subtask does not measure it, such as a legacy source. */
  readonly busyMs: number | undefined;
  readonly idleMs: number;
  readonly backPressuredMs: number;
  readonly readRecords: number;
  readonly writeRecords: number;
  readonly readBytes: number;
  readonly writeBytes: number;
};

/** Shares of the last seconds in ms per second, over the subtasks of a vertex. */
export type SubtaskShares = { readonly min: number; readonly max: number; readonly avg: number };
export type VertexGauges = {
  /** undefined if a subtask does not measure it, such as a legacy source. */
  readonly busy: SubtaskShares | undefined;
  readonly idle: SubtaskShares;
  readonly backPressured: SubtaskShares;
};

export type JobDetail = {
  readonly id: string;
  readonly name: string;
  readonly state: JobState;
  readonly startTime: number;
  readonly endTime: number | undefined;
  /** Epoch ms by Flink's clock at which the job last entered the state RUNNING; undefined if it never did. */
  readonly runningAt?: number | undefined;
  readonly vertices: readonly JobVertex[];
};

export type JobHistory = {
  /** Flink's clock at the response. The other fields may be a few seconds older, because Flink caches them. */
  readonly now: number;
  readonly state: JobState;
  /**
   * Every state that the job has had, with the last time it entered the state. Oldest first. Before the execution graph
   * exists, Flink may not know the time of the current state.
   */
  readonly states: readonly { readonly state: JobState; readonly at: number }[];
  readonly vertices: readonly Pick<JobVertex, 'id' | 'name' | 'parallelism'>[];
};

export type TaskFailure = {
  readonly at: number;
  /** Class name of the root cause, without the package. */
  readonly exception: string;
  /** The root cause in one line. */
  readonly message: string;
  /** Flink's name of the failed attempt, such as `map (1/2) - execution #0`. undefined if no single task failed */
  readonly task: string | undefined;
  /** The TaskManager of the task. */
  readonly pod: string | undefined;
};
export type JobFailure = TaskFailure & {
  /** Failures of other tasks before the job restarted or ended. */
  readonly concurrent: readonly TaskFailure[];
  /** True if the job ended because of the failure. */
  readonly isFinal: boolean;
};

/** The stack trace of a failure. `at` and `task` are those of the `JobFailure`. */
export type FailureTrace = Pick<JobFailure, 'at' | 'task'> & {
  /**
   * The lines as Flink reports them, at most `maxTraceLines`. Of a longer trace, the middle is left out, because the root
   * cause is at the end.
   */
  readonly lines: readonly string[];
};

export type TaskManager = {
  /** The pod name on native Kubernetes. */
  readonly id: string;
  readonly slots: number;
  readonly freeSlots: number;
  /** TaskManagers with equal models share the object. Missing if Flink does not send it. */
  readonly memory?: TaskManagerMemory | undefined;
};

/** How Flink divides the memory of a TaskManager process, in bytes. */
export type TaskManagerMemory = {
  readonly frameworkHeap: number;
  readonly taskHeap: number;
  readonly frameworkOffHeap: number;
  readonly taskOffHeap: number;
  readonly network: number;
  readonly managed: number;
  readonly metaspace: number;
  readonly overhead: number;
  /** The size of the process, which is also the limit of the container. */
  readonly process: number;
};

export type Checkpoint = {
  readonly id: number;
  readonly triggeredAt: number;
  /** undefined while the checkpoint is in progress */
  readonly completedAt: number | undefined;
  readonly durationMs: number;
  readonly stateSize: number;
  readonly isSavepoint: boolean;
  readonly path: string | undefined;
};

/** One item of the checkpoint history, which also contains failed checkpoints and savepoints. */
export type CheckpointAttempt = {
  readonly id: number;
  readonly status: 'in-progress' | 'completed' | 'failed';
  readonly triggeredAt: number;
  /** This, the duration and the size are undefined while the checkpoint is in progress. */
  readonly endedAt: number | undefined;
  readonly durationMs: number | undefined;
  /** Size of the whole state. undefined also if the checkpoint failed */
  readonly bytes: number | undefined;
  /** The part of the state that this checkpoint has written: less than the whole state if checkpoints are incremental. */
  readonly writtenBytes: number | undefined;
  readonly isSavepoint: boolean;
  /** undefined if the state is only in the JobManager's memory. Flink may have deleted the files of a checkpoint. */
  readonly path: string | undefined;
  /** Reason of the failure. */
  readonly message: string | undefined;
};

export type RestoredCheckpoint = {
  readonly id: number;
  readonly restoredAt: number;
  readonly isSavepoint: boolean;
  readonly path: string | undefined;
};

export type Checkpoints =
  | { readonly enabled: false }
  | {
      readonly enabled: true;
      readonly completed: number;
      readonly failed: number;
      readonly inProgress: number;
      readonly restored: number;
      readonly latestCompleted: Checkpoint | undefined;
      readonly latestSavepoint: Checkpoint | undefined;
      readonly latestFailed: { readonly id: number; readonly failedAt: number; readonly message: string } | undefined;
      /** The checkpoint or savepoint of the last restore; undefined if the job started without state. */
      readonly latestRestored: RestoredCheckpoint | undefined;
      /** Oldest first. Flink keeps ten, but none of the failures to trigger a checkpoint. */
      readonly history: readonly CheckpointAttempt[];
    };

export type CheckpointConfig = {
  /** undefined without periodic checkpoints */
  readonly intervalMs: number | undefined;
  readonly timeoutMs: number;
  /** Pause between the end of a checkpoint and the start of the next one. */
  readonly minPauseMs: number | undefined;
  readonly maxConcurrent: number | undefined;
  readonly isExactlyOnce: boolean;
  /** True if Flink keeps the newest checkpoint of a cancelled job. */
  readonly isRetained: boolean;
  readonly isUnaligned: boolean;
  /** Number of consecutive failures that the job survives. */
  readonly tolerableFailures: number | undefined;
  /** Flink's class names, such as `HashMapStateBackend` and `FileSystemCheckpointStorage`. */
  readonly stateBackend: string | undefined;
  readonly storage: string | undefined;
};

/** The execution configuration of a job. Fields are undefined if Flink does not send them. */
export type JobConfiguration = {
  /** Flink's description, such as `Cluster level default restart strategy`. */
  readonly restartStrategy: string | undefined;
  /** The default parallelism of the job. */
  readonly parallelism: number | undefined;
  readonly objectReuse: boolean | undefined;
  /** Global job parameters by name. */
  readonly userConfig: { readonly [name: string]: string };
};

export type SavepointFormat = 'CANONICAL' | 'NATIVE';
export type SavepointStatus =
  | { readonly state: 'in-progress' }
  | { readonly state: 'completed'; readonly path: string };

/** The value of a metric. */
export type MetricValue =
  | { readonly state: 'measured'; readonly value: number }
  /** The JobManager has not fetched the metric yet, or the metric does not exist. The value is unknown, not 0. */
  | { readonly state: 'absent' }
  /** The value is NaN or infinite, such as the busy time of a legacy source. */
  | { readonly state: 'not-a-number' };

/** The owner of metrics. */
export type MetricScope =
  | { readonly kind: 'job-manager' }
  /** The id of a TaskManager is its pod's name. */
  | { readonly kind: 'task-manager'; readonly id: string }
  | { readonly kind: 'job'; readonly jobId: string }
  /** The ids start with the index of a subtask: `0.busyTimeMsPerSecond`, `1.Map.numRecordsIn`. */
  | { readonly kind: 'vertex'; readonly jobId: string; readonly vertexId: string }
  /** The ids of all subtasks of a vertex without the index: `busyTimeMsPerSecond`. Only for `metricIds`. */
  | { readonly kind: 'subtasks'; readonly jobId: string; readonly vertexId: string }
  /** The coordinators of operators, which run in the JobManager: `Source__orders.coordinator.enumerator.unassignedSplits` */
  | { readonly kind: 'coordinators'; readonly jobId: string; readonly vertexId: string };

/** Owners of the same metrics, over which Flink aggregates. */
export type MetricGroup =
  /** The ids have no index of a subtask: `busyTimeMsPerSecond`, `Map.numRecordsIn`. */
  | { readonly kind: 'subtasks'; readonly jobId: string; readonly vertexId: string }
  /** Ids of TaskManagers; empty for all of the cluster. */
  | { readonly kind: 'task-managers'; readonly ids: readonly string[] };

/** A metric over the members of a group that have it. */
export type AggregatedMetric = {
  readonly min: MetricValue;
  readonly max: MetricValue;
  readonly avg: MetricValue;
  readonly sum: MetricValue;
};
