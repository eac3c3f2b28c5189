import type {
  AggregatedMetric,
  Checkpoints,
  ClusterConfig,
  ClusterOverview,
  FlinkOptions,
  JobDetail,
  JobOverview,
  JobState,
  JvmEnvironment,
  MetricAggregate,
  SavepointFormat,
  SavepointStatus,
  TaskManager,
} from './answers.ts';

export const defaultMaxBytes = 64 * 2 ** 20;

export type RestRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Begins with a slash, no `/v1`. */
  readonly path: string;
  readonly body?: string | undefined;
  /** For the whole answer. */
  readonly timeoutMs: number;
  /** What is longer is not read to its end: the error is `too-large`. `defaultAnswerBytes` if not given. */
  readonly maxBytes?: number | undefined;
  /**
   * Gets the text of a good answer piece by piece, and `body` is empty then; what it throws ends the request. A way that
   * cannot do that leaves the text in `body`.
   */
  readonly onText?: ((text: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};
export type RestResponse = {
  readonly status: number;
  readonly body: string;
  /** Where a redirect points to. */
  readonly location?: string | undefined;
  /** The URL that was asked, without credentials, where the user named one: `--rest-url`. */
  readonly url?: string | undefined;
};
/**
 * One HTTP exchange, by whatever way. Rejects with the signal's reason, or with a FlinkError of kind
 * `unreachable` or `timeout`; resolves with any status.
 */
export type RestSend = (request: RestRequest) => Promise<RestResponse>;

export type SavepointRequest = {
  readonly targetDirectory?: string | undefined;
  readonly format?: SavepointFormat | undefined;
  /** 32 hex digits of our own, so that a retry is the same savepoint (flink.md 3.0). */
  readonly triggerId?: string | undefined;
};

/** A JobManager's REST API. Every call rejects with a FlinkError, or with the signal's own reason. */
export type FlinkRest = {
  readonly overview: (signal?: AbortSignal) => Promise<ClusterOverview>;
  readonly config: (signal?: AbortSignal) => Promise<ClusterConfig>;
  /** The configuration of the leading JobManager. */
  readonly jobManagerConfig: (signal?: AbortSignal) => Promise<FlinkOptions>;
  /** How the JobManager's JVM was started. */
  readonly environment: (signal?: AbortSignal) => Promise<JvmEnvironment>;
  readonly jobs: (signal?: AbortSignal) => Promise<readonly JobOverview[]>;
  readonly job: (id: string, signal?: AbortSignal) => Promise<JobDetail>;
  readonly jobState: (id: string, signal?: AbortSignal) => Promise<JobState>;
  /** The root cause of the job's newest failure, one sentence; undefined if it has none. */
  readonly latestException: (
    id: string,
    signal?: AbortSignal,
  ) => Promise<{ readonly at: number; readonly message: string } | undefined>;
  readonly taskManagers: (signal?: AbortSignal) => Promise<readonly TaskManager[]>;
  /** Ids of the TaskManagers that the tasks of a vertex were last deployed to. Costs what `job` costs. */
  readonly taskManagersOfVertex: (id: string, vertexId: string, signal?: AbortSignal) => Promise<readonly string[]>;
  /**
   * One metric of the task itself, over all subtasks of a vertex. The first call after a while makes the JobManager ask the TaskManagers, and
   * is answered before they have: `absent`. Never ask for one whose values are text.
   */
  readonly subtaskMetric: (
    id: string,
    vertexId: string,
    metric: { readonly name: string; readonly aggregate: MetricAggregate },
    signal?: AbortSignal,
  ) => Promise<AggregatedMetric>;
  readonly checkpoints: (id: string, signal?: AbortSignal) => Promise<Checkpoints>;
  /** Accepted, not done: wait with `jobState`. */
  readonly cancel: (id: string, signal?: AbortSignal) => Promise<void>;
  /** Both return the trigger's id, to be polled with `savepointStatus`. */
  readonly triggerSavepoint: (id: string, request: SavepointRequest, signal?: AbortSignal) => Promise<string>;
  readonly stopWithSavepoint: (
    id: string,
    request: SavepointRequest & { readonly drain?: boolean | undefined },
    signal?: AbortSignal,
  ) => Promise<string>;
  /** Rejects with kind `failed` and Flink's reason when the savepoint did not complete. */
  readonly savepointStatus: (id: string, triggerId: string, signal?: AbortSignal) => Promise<SavepointStatus>;
};
