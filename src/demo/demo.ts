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
  readonly savepointDirectory?: boolean;
  /** The Deployment is owned by a FlinkDeployment. */
  readonly operatorOwned?: boolean;
  /** Sets `execution.shutdown-on-application-finish: false` on the application cluster. */
  readonly keepApplicationCluster?: boolean;
  /** The logging configuration of the pods; the default is `stock`, as Flink ships it. */
  readonly logging?: DemoLogging;
  /** Initial jobs; the default is `samples`. */
  readonly jobs?: 'samples' | 'none';
  /** Additional TaskManagers and jobs, for benchmarks. */
  readonly extraTaskManagers?: number;
  readonly extraJobs?: number;
  /** Adds a job that logs this many lines per second, for benchmarks. */
  readonly logLinesPerSecond?: number;
};

export type DemoLogging =
  | 'stock'
  /** The log4j file of the Flink Kubernetes Operator. It has no `monitorInterval`. */
  | 'operator'
  | 'logback'
  /** A logback file that is scanned every 30 s. */
  | 'logback-scan'
  /** The ConfigMap has no console logging file. */
  | 'no-file'
  /** The ConfigMap has the file, but the pods do not mount it. */
  | 'not-projected'
  /** A pod template also mounts the file by `subPath`. */
  | 'subpath'
  /** The ConfigMap is immutable. */
  | 'immutable'
  /** `env.stdout-err.redirect-to-file` */
  | 'redirected';

/** A request to the simulated API server. */
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
  /** A kubeconfig as YAML. `admin` has all permissions, `viewer` only get, list, watch and pods/log, `nobody` none. */
  readonly kubeconfig: (user?: 'admin' | 'viewer' | 'nobody') => string;
  /** All requests to the API server so far. */
  readonly requests: () => readonly DemoRequest[];
  /** All requests to Flink's REST API so far, over any transport. */
  readonly restRequests: () => readonly DemoRestRequest[];
  /** Submits a job, as a Flink client does. Returns the job id. */
  readonly submitJob: (
    name: string,
    options?: { readonly checkpoints?: boolean; readonly parallelism?: number },
  ) => string;
  readonly deletePod: (name: string) => void;
  /** Ends the pod's container with this code. The kubelet restarts it. */
  readonly restartContainer: (pod: string, exitCode: number) => void;
  /** Makes the pod's container crash with this code after every start (CrashLoopBackOff). */
  readonly crashContainer: (pod: string, exitCode: number) => void;
  /** Prints a line on the pod's console. */
  readonly print: (pod: string, text: string) => void;
  /** Starts a new log file for the pod, as the kubelet does. */
  readonly rotateLog: (pod: string) => void;
  readonly fault: (fault: DemoFault) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type DemoFault =
  /** Connections stay open without responses. */
  | { readonly kind: 'freeze'; readonly milliseconds: number }
  /** Every open connection is reset. New connections work. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'unreachable'; readonly milliseconds: number }
  /** Compacts the history, so that a resumed watch gets status 410. */
  | { readonly kind: 'compact' }
  /** Sets the offset of the API server's clock from the local clock. Negative values are behind. */
  | { readonly kind: 'clock'; readonly aheadMs: number }
  /** The REST API responds with 503, or not at all. */
  | { readonly kind: 'rest'; readonly mode: 'unavailable' | 'silent' | 'ok' }
  /** A JobMaster fails and is missing from lists, or hangs and blocks them. */
  | { readonly kind: 'job-master'; readonly jobId: string; readonly mode: 'failing' | 'hung' | 'ok' };
