import type { TaskManager } from '../flink/responses.ts';
import type { WatchState } from '../kubernetes/api.ts';
import type { Pod } from '../kubernetes/objects.ts';
import type { ServiceExposure } from './cluster/describe-service.ts';
import type { EventTimeHistory } from './event-time/event-time-history.ts';
import type { Forward } from './forwards/forward.ts';
import type { SessionObjects } from './info/session-objects.ts';
import type { SessionLogging } from './levels/session-logging.ts';
import type { ClusterMemory } from './memory/pod-memory.ts';
import type { ContainerEnd } from './pods/pod-facts.ts';
import type { ClusterCounts } from './readings/count-cluster.ts';
import type { LoadState } from './readings/job-load.ts';
import type { JobRow } from './readings/join-jobs.ts';
import type { Readings } from './readings/reading.ts';
import type { SubtaskLoads } from './readings/subtask-load.ts';
import type { LogFloods } from './talkers/log-floods.ts';

/** Status of a connection. Times are epoch milliseconds. */
export type Link =
  | { readonly state: 'connecting'; readonly since: number }
  /** Connected. `slow` after two slow responses in a row. */
  | {
      readonly state: 'live' | 'slow';
      readonly since: number;
      readonly latencyMs: number;
      readonly via?: RestTransportKind;
      /** TLS without certificate verification. */
      readonly isUnverified?: true;
    }
  /** No response, or access denied. The displayed data is not newer than `since`. */
  | {
      readonly state: 'stale' | 'denied';
      readonly since: number;
      readonly reason: string;
      readonly nextTryAt: number | undefined;
    };

/** Transport to Flink's REST API. */
export type RestTransportKind = 'service' | 'forward' | 'service proxy' | 'rest-url';

/** Status of a pod. `PodRow.reason` explains it. */
export type PodStatus =
  | 'leader' // the leading JobManager
  | 'standby' // a JobManager that is not the leader
  | 'running' // leadership or registration not known yet
  | 'registered' // a TaskManager with tasks
  | 'idle' // a TaskManager with all slots free
  | 'starting'
  | 'pending'
  | 'never registered'
  | 'pod gone' // REST still lists a TaskManager whose pod is gone
  | 'stopping'
  | 'released' // its JobManager released it as no longer needed
  | 'OOM-killed'
  | 'failed'
  | 'deleted';

/** Severity of a status; decides its colour and order. */
export type Health = 'ok' | 'busy' | 'warning' | 'error' | 'gone';

export type PodRow = {
  /**
   * Unique key: the pod's uid, because Flink reuses pod names after a JobManager restart. A TaskManager without a pod
   * has the key `taskmanager:<id>`.
   */
  readonly uid: string;
  readonly name: string;
  readonly role: 'jobmanager' | 'taskmanager';
  readonly status: PodStatus;
  readonly health: Health;
  /** Reason for the status: one sentence without a full stop. */
  readonly reason: string;
  readonly createdAt: number;
  /** Epoch ms; undefined while the pod exists. */
  readonly goneAt: number | undefined;
  readonly restarts: number;
  /** Memory limit of the main container in bytes; undefined without a limit. */
  readonly memoryLimit?: number | undefined;
  /** How the main container ended, or its previous run. */
  readonly lastEnd: ContainerEnd | undefined;
  readonly node: string | undefined;
  readonly ip: string | undefined;
  /** Names, the main container first. Empty for a TaskManager without a pod. */
  readonly containers: readonly string[];
  readonly taskManager: TaskManager | undefined;
};

/**
 * An application cluster runs one application and ends with that application. flink-tui can watch it like a session
 * cluster.
 */
export type ClusterMode = 'session' | 'application' | 'unknown';

/** Final status of an application, as Flink's ClusterEntrypoint logs it. UNKNOWN if the cluster was stopped. */
export type ApplicationStatus = 'SUCCEEDED' | 'CANCELED' | 'FAILED' | 'UNKNOWN';

export type SessionDeployment = {
  readonly name: string;
  readonly uid: string;
  readonly replicas: number;
  readonly readyReplicas: number;
  readonly createdAt: number;
  readonly image: string | undefined;
  /** Set if a controller manages the Deployment, such as the Flink Kubernetes Operator (kind FlinkDeployment). */
  readonly owner: { readonly kind: string; readonly name: string } | undefined;
  readonly mode: ClusterMode;
  /** Epoch ms; undefined unless deletion was requested. */
  readonly beingDeletedSince: number | undefined;
  /** Finalizers that must be removed before the Deployment disappears. */
  readonly finalizers: readonly string[];
};

/** A condition in the Kubernetes objects that stops a cluster from working, now or soon. */
export type ClusterProblem =
  | { readonly kind: 'being-deleted'; readonly since: number; readonly finalizers: readonly string[] }
  | { readonly kind: 'scaled-to-zero' }
  /** The JobManager's container exited. The kubelet has restarted it or will restart it. */
  | {
      readonly kind: 'crashed';
      readonly pod: string;
      readonly end: ContainerEnd;
      readonly restarts: number;
      /** `CrashLoopBackOff` while the kubelet waits before the next start. */
      readonly waitingReason: string | undefined;
    }
  /** The JobManager's container cannot start: `ErrImagePull`. */
  | {
      readonly kind: 'not-starting';
      readonly pod: string;
      readonly reason: string;
      readonly message: string | undefined;
    };

export type SessionEvent = {
  readonly uid: string;
  /** Epoch ms of the first and of the last occurrence. */
  readonly firstAt: number;
  readonly at: number;
  /** Number of occurrences. */
  readonly count: number;
  readonly type: 'Normal' | 'Warning';
  readonly object: string;
  readonly reason: string;
  readonly message: string;
};

/** Resource kinds watched at the API server. */
export type WatchedKind = 'pods' | 'deployments' | 'services' | 'configmaps' | 'events';

/**
 * Immutable state of one attached session cluster. A changed part is a new object; unchanged parts keep their identity.
 */
export type SessionSnapshot = {
  readonly clusterId: string;
  readonly namespace: string;
  readonly context: string;
  readonly server: string;
  /** Setting that disables TLS verification; undefined while certificates are verified. */
  readonly insecureReason: string | undefined;
  readonly flinkVersion: string | undefined;
  readonly links: { readonly kubernetes: Link; readonly rest: Link };
  readonly watches: { readonly [Kind in WatchedKind]: WatchState };
  /** undefined before the first list of pods. */
  readonly pods: readonly PodRow[] | undefined;
  /** Kubernetes objects by pod uid. Of a deleted pod in `pods`, the last one. Contains secrets. */
  readonly podObjects: ReadonlyMap<string, Pod>;
  readonly deployment: SessionDeployment | undefined;
  /** Mode from the Deployment when it was last seen. */
  readonly mode: ClusterMode;
  /** undefined before a JobManager has logged its shutdown. */
  readonly applicationStatus: ApplicationStatus | undefined;
  /** Exposure of the REST Service; undefined before the Service was read, or if it does not exist. */
  readonly service: ServiceExposure | undefined;
  /** `missing` once the Deployment is confirmed deleted. */
  readonly presence: 'unknown' | 'present' | 'missing';
  /** Conditions that stop the cluster from working, now or soon. */
  readonly problems: readonly ClusterProblem[];
  readonly highAvailability: boolean;
  readonly haConfigMaps: readonly string[];
  /** Pod name of the leading JobManager. */
  readonly leader: string | undefined;
  /** undefined before both jobs and TaskManagers have been read once. */
  readonly overview: ClusterCounts | undefined;
  /** undefined before the first list of jobs. Running jobs are first, then the jobs with the newest start. */
  readonly jobs: readonly JobRow[] | undefined;
  /** Error of the last poll if that poll returned no jobs. In that case, `jobs` is from a previous poll. */
  readonly jobsFailure?: string | undefined;
  /** Data polled from REST: see `readingOf`. */
  readonly readings: Readings;
  /** Vertices and load of the unfinished jobs by job id, from their latest responses. */
  readonly loads: ReadonlyMap<string, LoadState>;
  /** Load of the subtasks of the displayed vertices, by the key of their reading `vertexSubtasks`. */
  readonly subtaskLoads: ReadonlyMap<string, SubtaskLoads>;
  /** Event time of the unfinished jobs by job id, since watching began. */
  readonly eventTimes: ReadonlyMap<string, EventTimeHistory>;
  /** Memory of the pods, as far as it is watched. */
  readonly memory: ClusterMemory;
  /** Open local ports in the order they were opened. Traffic counters are updated once a second. */
  readonly forwards: readonly Forward[];
  readonly events: readonly SessionEvent[];
  /** Flink's options in the cluster's ConfigMap, by key; undefined before the ConfigMap was read. Contains secrets. */
  readonly configuration: ReadonlyMap<string, string> | undefined;
  /** The objects behind the snapshot, while a view or command needs them: see `Session.need`. */
  readonly objects?: SessionObjects | undefined;
  /** undefined before the ConfigMap was read, or if it contains no logging configuration file. */
  readonly logging: SessionLogging | undefined;
  /** Loggers that flood the log of a pod; undefined if no logs are read. */
  readonly logFloods?: LogFloods | undefined;
};
