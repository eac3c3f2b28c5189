export type DemoOptions = {
  /** Simulated time divided by real time. With 10, Flink's idle timeout of 30 s takes 3 s. */
  readonly speed?: number;
  /** 0 selects a free port. */
  readonly port?: number;
  readonly scenario?: DemoScenario;
};

/** Settings of the simulated clusters, for tests and benchmarks. */
export type DemoScenario = {
  readonly clusterId?: string;
  readonly namespace?: string;
  readonly flinkVersion?: '2.3.0' | '1.20.5';
  readonly highAvailability?: boolean;
  /** False leaves the default savepoint directory unset. */
  readonly hasSavepointDirectory?: boolean;
  /** True if a FlinkDeployment owns the Deployment. */
  readonly operatorOwned?: boolean;
  /** Sets `execution.shutdown-on-application-finish: false` on the application cluster. */
  readonly keepApplicationCluster?: boolean;
  /** The logging configuration of the pods; the default is `stock`, as Flink ships it. */
  readonly logging?: DemoLogging;
  /** Sets `rest.flamegraph.enabled` and `rest.profiling.enabled`, which are off by default. */
  readonly profiling?: boolean;
  /** Initial jobs; the default is `samples`. `sick` adds one job with each kind of trouble to the samples. */
  readonly jobs?: 'samples' | 'sick' | 'none';
  /** Adds a third session cluster `clickstream` in the namespace `analytics`, which runs two jobs. */
  readonly hasMoreSessions?: boolean;
  /** Additional TaskManagers and jobs, for benchmarks. */
  readonly extraTaskManagers?: number;
  readonly extraJobs?: number;
  /** Adds a job with this many vertices, which branch and join, for benchmarks. */
  readonly wideJobVertices?: number;
  /** Adds jobs that leak native memory, heap and classes. */
  readonly hasLeaks?: boolean;
  /** Options with secrets and an overridden one. `kubectl edit` has changed the ConfigMap since the start. */
  readonly hasEditedOptions?: boolean;
  /** False: the cluster has no metrics server, so that it does not serve metrics.k8s.io. */
  readonly hasMetricsServer?: boolean;
  /** Adds a job with one logger that writes this many lines per real second. */
  readonly logLinesPerSecond?: number;
};

/** What is wrong with a job. */
export type DemoTrouble =
  /** A slow sink behind one of two branches causes back-pressure. */
  | 'slow-sink'
  /** One of two subtasks gets almost all records. */
  | 'skew'
  /** One of two subtasks needs long for each record. */
  | 'blocked'
  /** One subtask never acknowledges a checkpoint, so that every checkpoint expires. The job tolerates this. */
  | 'expiring-checkpoints'
  /** The state grows steadily. */
  | 'growing-state'
  /** One of two subtasks of a source with event time emits nothing, so that the watermark stands still. */
  | 'silent-source'
  /** A source with event time falls behind: its pending records grow. */
  | 'lag'
  /** The nodes have no room for the TaskManagers of the job. */
  | 'no-slots'
  /** The TaskManager is killed once because it uses too much memory. The job restarts. */
  | 'oom-kill'
  /** One logger writes almost the whole log of its TaskManager. */
  | 'log-flood'
  /** Memory outside of the JVM grows until the TaskManager is killed. The job restarts, and this repeats. */
  | 'native-leak'
  /** Objects fill the heap, until the JVM mostly collects garbage. */
  | 'heap-leak'
  /** A bounded job whose classes stay in the metaspace. */
  | 'class-leak';

export type DemoLogging =
  | 'stock'
  /** The log4j configuration file of the Flink Kubernetes Operator, which has no `monitorInterval`. */
  | 'operator'
  | 'logback'
  /** A logback configuration file that logback checks for changes every 30 s. */
  | 'logback-scan'
  /** The ConfigMap has no `log4j-console.properties`. */
  | 'no-file'
  /** The ConfigMap has `log4j-console.properties`, but the pods do not mount this file. */
  | 'not-projected'
  /** A pod template also mounts `log4j-console.properties` by `subPath`. */
  | 'subpath'
  /** The ConfigMap is immutable. */
  | 'immutable'
  /** Flink writes its output only to files (`env.stdout-err.redirect-to-file: true`). */
  | 'redirected';

/** A request to the simulated API server, with the status code of the response. */
export type DemoRequest = {
  readonly method: string;
  readonly path: string;
  readonly user: string;
  readonly status: number;
};

/** A request to the REST API of the session cluster. */
export type DemoRestRequest = { readonly method: string; readonly path: string };

/** A simulated Kubernetes API server on 127.0.0.1 with Flink clusters. `clusterId` is the main session cluster. */
export type Demo = {
  readonly url: string;
  readonly speed: number;
  readonly clusterId: string;
  readonly namespace: string;
  /**
   * Returns a kubeconfig as YAML. `admin` has all permissions, `viewer` can only read, and `nobody` has none. The kubeconfig
   * of `admin` also has a context of `viewer`, with the namespace `analytics`.
   */
  readonly kubeconfig: (user?: 'admin' | 'viewer' | 'nobody') => string;
  /** Returns all requests to the API server so far. */
  readonly requests: () => readonly DemoRequest[];
  /** Returns all requests to Flink's REST API so far, over any transport. */
  readonly restRequests: () => readonly DemoRestRequest[];
  /**
   * Submits a job, as a Flink client does. Returns the job id. A job with `failEveryMs` restarts after a failure if it
   * takes checkpoints, and otherwise ends. A job with `trouble` ignores the other options.
   */
  readonly submitJob: (
    name: string,
    options?: {
      readonly checkpoints?: boolean;
      readonly parallelism?: number;
      readonly failEveryMs?: number;
      readonly trouble?: DemoTrouble;
    },
  ) => string;
  readonly deletePod: (name: string) => void;
  /** Ends the pod's container with this exit code, so that the kubelet restarts the container. */
  readonly restartContainer: (pod: string, exitCode: number) => void;
  /** Makes the pod's container crash with this exit code after every start (CrashLoopBackOff). */
  readonly crashContainer: (pod: string, exitCode: number) => void;
  /** Prints a line on the pod's console. */
  readonly print: (pod: string, text: string) => void;
  /** Starts a new log file for the pod, like a log rotation by the kubelet. */
  readonly rotateLog: (pod: string) => void;
  readonly fault: (fault: DemoFault) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type DemoFault =
  /** The server keeps connections open, but sends no data. */
  | { readonly kind: 'freeze'; readonly milliseconds: number }
  /** Resets every open connection. New connections work. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'unreachable'; readonly milliseconds: number }
  /** Compacts the history, so that a resumed watch gets status 410. */
  | { readonly kind: 'compact' }
  /** Sets the API server's clock ahead of the local clock. A negative value sets the server's clock behind. */
  | { readonly kind: 'clock'; readonly aheadMs: number }
  /** The REST API responds with status 503 (`unavailable`), sends no response (`silent`), or works again (`ok`). */
  | { readonly kind: 'rest'; readonly mode: 'unavailable' | 'silent' | 'ok' }
  /** Job lists omit the job of a failing JobMaster. A hung JobMaster blocks job lists. */
  | { readonly kind: 'job-master'; readonly jobId: string; readonly mode: 'failing' | 'hung' | 'ok' };
