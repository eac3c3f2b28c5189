export type DemoOptions = {
  /** Simulated time over real time: 10 makes Flink's 30 s of idleness last 3 s. */
  readonly speed?: number;
  /** 0 takes a free port. */
  readonly port?: number;
  /** What a test may choose of what is simulated. */
  readonly scenario?: DemoScenario;
};

export type DemoScenario = {
  readonly clusterId?: string;
  readonly namespace?: string;
  readonly flinkVersion?: '2.3.0' | '1.20.5';
  readonly highAvailability?: boolean;
  /** false: no default place for savepoints, as `session --bare` has it. */
  readonly savepointDirectory?: boolean;
  /** The Deployment is owned by a FlinkDeployment. */
  readonly operatorOwned?: boolean;
  /** The application cluster beside it has `execution.shutdown-on-application-finish: false`. */
  readonly applicationStays?: boolean;
  /** How the pods log, and come by the file that says how; Flink's own way unless said otherwise. */
  readonly logging?: DemoLogging;
  /** Jobs at the start: the full cast, or none. */
  readonly jobs?: 'cast' | 'none';
  /** More simulated TaskManagers and jobs, for measuring. */
  readonly extraTaskManagers?: number;
  readonly extraJobs?: number;
  /** One more job, last of all, that logs this many lines a second: for measuring too. */
  readonly logLinesPerSecond?: number;
};

export type DemoLogging =
  | 'stock'
  /** log4j's file as the operator writes it: without monitorInterval. */
  | 'operator'
  | 'logback'
  /** Logback's file tells it to look again every 30 s. */
  | 'logback-scan'
  /** The ConfigMap has no file for the console. */
  | 'no-file'
  /** It has, but the pods' volumes leave it out. */
  | 'not-projected'
  /** A pod template mounts it once more, by subPath. */
  | 'subpath'
  | 'immutable'
  /** `env.stdout-err.redirect-to-file` */
  | 'redirected';

/** One request as the simulated API server got it. */
export type DemoRequest = {
  readonly method: string;
  readonly path: string;
  readonly user: string;
  readonly status: number;
};

/** One request as the session's JobManager got it. */
export type DemoRestRequest = { readonly method: string; readonly path: string };

/** A simulated Kubernetes API server with one Flink session cluster on it, listening on 127.0.0.1. */
export type Demo = {
  readonly url: string;
  readonly speed: number;
  readonly clusterId: string;
  readonly namespace: string;
  /** A kubeconfig as YAML. Users: `admin` may do all, `viewer` only get/list/watch and pods/log, `nobody` nothing. */
  readonly kubeconfig: (user?: 'admin' | 'viewer' | 'nobody') => string;
  /** Everything that was asked so far, for tests that say what a server received. */
  readonly requests: () => readonly DemoRequest[];
  /** The same of Flink's REST API, by whatever way it was asked. */
  readonly restRequests: () => readonly DemoRestRequest[];
  /** Flink's side, for tests: starts the job and its TaskManager as a submission would. */
  readonly submitJob: (
    name: string,
    options?: { readonly checkpoints?: boolean; readonly parallelism?: number },
  ) => string;
  readonly deletePod: (name: string) => void;
  /** Its container ends with this code and is started again. */
  readonly restartContainer: (pod: string, exitCode: number) => void;
  /** From now on its container ends with this code soon after each start: CrashLoopBackOff. */
  readonly crashContainer: (pod: string, exitCode: number) => void;
  /** Its process prints a line. */
  readonly print: (pod: string, text: string) => void;
  /** The kubelet begins a new file for its log. */
  readonly rotateLog: (pod: string) => void;
  readonly fault: (fault: DemoFault) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type DemoFault =
  /** Connections stay open, nothing is answered. */
  | { readonly kind: 'freeze'; readonly milliseconds: number }
  /** Every connection is reset; new ones work. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'unreachable'; readonly milliseconds: number }
  /** Old revisions are dropped: a watch that resumes gets 410. */
  | { readonly kind: 'forget' }
  /** The API server's clock is ahead of this machine's by so much, or behind it. */
  | { readonly kind: 'clock'; readonly aheadMs: number }
  /** The JobManager's REST answers 503, or not at all. */
  | { readonly kind: 'rest'; readonly mode: 'unavailable' | 'silent' | 'ok' }
  /** A job's JobMaster fails and is left out of lists, or hangs and holds them up. */
  | { readonly kind: 'job-master'; readonly jobId: string; readonly mode: 'failing' | 'hung' | 'ok' };
