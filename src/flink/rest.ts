import type {
  AggregatedMetric,
  CheckpointConfig,
  Checkpoints,
  ClusterConfig,
  ClusterOverview,
  FailureTrace,
  FlinkOptions,
  JobConfiguration,
  JobDetail,
  JobFailure,
  JobHistory,
  JobOverview,
  JobState,
  JvmEnvironment,
  MetricGroup,
  MetricScope,
  MetricValue,
  SavepointFormat,
  SavepointStatus,
  TaskManager,
  VertexGauges,
} from './responses.ts';
import type { CheckpointDetail, CheckpointSubtask, Subtask, SubtaskGauges } from './subtask-responses.ts';
import type { FlameGraph, FlameGraphType, JvmThread, ProfilerMode, ProfilerRun } from './thread-responses.ts';

export const defaultMaxBytes = 64 * 2 ** 20;
/**
 * Bytes or characters of a response to read at a time, which takes about 1 ms. Keys are handled before the next part.
 * The list of 1,000 TaskManagers has 1 MB.
 */
export const turnLength = 2 ** 16;

/** Flink keeps 16 failures of a job by default (web.exception-history-size). */
export const maxListedFailures = 20;

export type RestRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Starts with a slash, without `/v1`. */
  readonly path: string;
  readonly body?: string | undefined;
  /** Timeout for the whole response. */
  readonly timeoutMs: number;
  /** A response above this size fails with the error `too-large`. Default: `defaultMaxBytes`. */
  readonly maxBytes?: number | undefined;
  /** Receives the text of a successful response in chunks. An error from this function ends the request. */
  readonly onText?: ((text: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};
export type RestResponse = {
  readonly status: number;
  /** Empty if `onText` received the text. A transport without streaming ignores `onText` and returns the text here. */
  readonly body: string;
  /** Target of a redirect. */
  readonly location?: string | undefined;
  /** Requested URL without credentials, if the user set it with `--rest-url`. */
  readonly url?: string | undefined;
};
/**
 * Sends one HTTP request over any transport, and resolves for every status. Rejects with the signal's reason, or with a
 * FlinkError of kind `unreachable` or `timeout`.
 */
export type RestSend = (request: RestRequest) => Promise<RestResponse>;

export type SavepointRequest = {
  readonly targetDirectory?: string | undefined;
  readonly format?: SavepointFormat | undefined;
  /** 32 hex digits chosen by the client, so that a retry triggers the same savepoint. */
  readonly triggerId?: string | undefined;
};

/** Client for a JobManager's REST API. Every call rejects with a FlinkError, or with the signal's reason. */
export type FlinkRest = {
  readonly overview: (signal?: AbortSignal) => Promise<ClusterOverview>;
  readonly config: (signal?: AbortSignal) => Promise<ClusterConfig>;
  /** Returns the configuration of the leading JobManager. */
  readonly jobManagerConfig: (signal?: AbortSignal) => Promise<FlinkOptions>;
  /** Returns the JVM options and the classpath of the JobManager. */
  readonly environment: (signal?: AbortSignal) => Promise<JvmEnvironment>;
  readonly jobs: (signal?: AbortSignal) => Promise<readonly JobOverview[]>;
  readonly job: (id: string, signal?: AbortSignal) => Promise<JobDetail>;
  /** The same request as `job`, whose result stays equal while nothing changes. This one has Flink's clock. */
  readonly jobHistory: (id: string, signal?: AbortSignal) => Promise<JobHistory>;
  readonly jobState: (id: string, signal?: AbortSignal) => Promise<JobState>;
  /** Returns the newest failures that Flink keeps, at most `maxListedFailures`. Oldest first. */
  readonly exceptions: (id: string, signal?: AbortSignal) => Promise<readonly JobFailure[]>;
  /**
   * Returns the stack traces of the failures that `exceptions` returns. It is the same request, but its result may have
   * 1 MB.
   */
  readonly failureTraces: (id: string, signal?: AbortSignal) => Promise<readonly FailureTrace[]>;
  readonly taskManagers: (signal?: AbortSignal) => Promise<readonly TaskManager[]>;
  /**
   * Returns the id of the job of each slot in use of a TaskManager; undefined if Flink does not state them. The request
   * makes the JobManager fetch all metrics, at most once per 10 s.
   */
  readonly jobsOfSlots: (taskManagerId: string, signal?: AbortSignal) => Promise<readonly string[] | undefined>;
  /**
   * Returns the ids of the TaskManagers to which the tasks of a vertex were last deployed. The request costs as much as
   * `job`.
   */
  readonly taskManagersOfVertex: (id: string, vertexId: string, signal?: AbortSignal) => Promise<readonly string[]>;
  /**
   * Returns how busy the subtasks of a vertex were in the last seconds; undefined if Flink does not have all three
   * gauges. The first call makes the JobManager fetch all metrics, and has none before the TaskManagers respond.
   */
  readonly vertexGauges: (id: string, vertexId: string, signal?: AbortSignal) => Promise<VertexGauges | undefined>;
  /** Returns the busy time in ms per second of each subtask; undefined for a subtask without the gauge. */
  readonly subtaskBusyTimes: (
    id: string,
    vertexId: string,
    parallelism: number,
    signal?: AbortSignal,
  ) => Promise<readonly (number | undefined)[]>;
  /**
   * Returns the records per second of each subtask in the last minute: incoming ones, or outgoing ones of a source.
   * undefined for a subtask without the metrics.
   */
  readonly subtaskRecordRates: (
    id: string,
    vertexId: string,
    parallelism: number,
    signal?: AbortSignal,
  ) => Promise<readonly (number | undefined)[]>;
  /** Returns how busy each subtask was; undefined for a subtask without the gauges. */
  readonly subtaskGauges: (
    id: string,
    vertexId: string,
    parallelism: number,
    signal?: AbortSignal,
  ) => Promise<readonly (SubtaskGauges | undefined)[]>;
  /**
   * Returns one numeric metric of a job. Like `vertexGauges`, the call makes the JobManager fetch all metrics, at most
   * every 10 s, and returns the value of the previous fetch.
   */
  readonly jobMetric: (id: string, name: string, signal?: AbortSignal) => Promise<MetricValue>;
  /** Returns the ids of all metrics, in the order of the response. Empty before the first fetch and for an unknown owner. */
  readonly metricIds: (scope: MetricScope, signal?: AbortSignal) => Promise<readonly string[]>;
  /**
   * Returns the values of metrics by id, without those that Flink does not have. May send several requests for many ids.
   * The values are those of the previous fetch, as for `jobMetric`.
   */
  readonly metrics: (
    scope: MetricScope,
    ids: readonly string[],
    signal?: AbortSignal,
  ) => Promise<ReadonlyMap<string, MetricValue>>;
  /**
   * Returns aggregates by id, without those that no member has. Do not request ids of text, such as
   * `lastCheckpointExternalPath`: Flink logs a warning for each value that is not a number.
   */
  readonly groupMetrics: (
    group: MetricGroup,
    ids: readonly string[],
    signal?: AbortSignal,
  ) => Promise<ReadonlyMap<string, AggregatedMetric>>;
  readonly checkpoints: (id: string, signal?: AbortSignal) => Promise<Checkpoints>;
  /** Returns undefined if checkpointing is disabled, as for a batch job. */
  readonly checkpointConfig: (id: string, signal?: AbortSignal) => Promise<CheckpointConfig | undefined>;
  /**
   * Returns the part of each vertex in a checkpoint. Rejects with kind `not-found` if Flink no longer has the
   * checkpoint in its history (`web.checkpoints.history`, 10 by default).
   */
  readonly checkpointDetail: (id: string, checkpointId: number, signal?: AbortSignal) => Promise<CheckpointDetail>;
  /** Returns the part of each subtask of a vertex in a checkpoint. Rejects like `checkpointDetail`. */
  readonly checkpointSubtasks: (
    id: string,
    checkpointId: number,
    vertexId: string,
    signal?: AbortSignal,
  ) => Promise<readonly CheckpointSubtask[]>;
  /** Returns the subtasks of a vertex. The request costs as much as `job`. */
  readonly subtasks: (id: string, vertexId: string, signal?: AbortSignal) => Promise<readonly Subtask[]>;
  /**
   * Returns all threads of a TaskManager. A dump pauses its JVM for some milliseconds. Rejects with kind `not-found` for an
   * unknown TaskManager.
   */
  readonly threadDump: (taskManagerId: string, signal?: AbortSignal) => Promise<readonly JvmThread[]>;
  readonly jobManagerThreadDump: (signal?: AbortSignal) => Promise<readonly JvmThread[]>;
  /**
   * Returns the sampled stacks of a vertex, or of one subtask. The first call makes the TaskManagers take 100 samples in
   * 5 s. Later calls return them, and start new ones after 60 s (`rest.flamegraph.refresh-interval`).
   */
  readonly flameGraph: (
    id: string,
    vertexId: string,
    options: { readonly type: FlameGraphType; readonly subtask?: number | undefined },
    signal?: AbortSignal,
  ) => Promise<FlameGraph>;
  /** Starts the profiler of a TaskManager. Rejects with kind `not-found` if `rest.profiling.enabled` is off. */
  readonly startProfiler: (
    taskManagerId: string,
    request: { readonly mode: ProfilerMode; readonly seconds: number },
    signal?: AbortSignal,
  ) => Promise<ProfilerRun>;
  /** Returns the runs whose results a TaskManager keeps, newest first. Rejects like `startProfiler`. */
  readonly profilerRuns: (taskManagerId: string, signal?: AbortSignal) => Promise<readonly ProfilerRun[]>;
  /** Returns the HTML page of a finished run. */
  readonly profilerResult: (taskManagerId: string, file: string, signal?: AbortSignal) => Promise<string>;
  readonly jobConfiguration: (id: string, signal?: AbortSignal) => Promise<JobConfiguration>;
  /** Requests cancellation. Poll `jobState` for the result. */
  readonly cancel: (id: string, signal?: AbortSignal) => Promise<void>;
  /** Like `stopWithSavepoint`, returns the trigger id for `savepointStatus`. */
  readonly triggerSavepoint: (id: string, request: SavepointRequest, signal?: AbortSignal) => Promise<string>;
  readonly stopWithSavepoint: (
    id: string,
    request: SavepointRequest & { readonly drain?: boolean | undefined },
    signal?: AbortSignal,
  ) => Promise<string>;
  /** Rejects with kind `failed` and Flink's reason if the savepoint failed. */
  readonly savepointStatus: (id: string, triggerId: string, signal?: AbortSignal) => Promise<SavepointStatus>;
};
