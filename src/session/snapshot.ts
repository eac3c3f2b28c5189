import type { TaskManager } from '../flink/answers.ts';
import type { WatchState } from '../kubernetes/api.ts';
import type { ServiceExposure } from './cluster/describe-service.ts';
import type { Forward } from './forwards/forward.ts';
import type { SessionLogging } from './levels/session-logging.ts';
import type { ContainerEnd } from './pods/pod-facts.ts';
import type { ClusterCounts } from './readings/count-cluster.ts';
import type { JobRow } from './readings/join-jobs.ts';
import type { Readings } from './readings/reading.ts';

/** How a connection stands. Times are epoch milliseconds. */
export type Link =
  | { readonly state: 'connecting'; readonly since: number }
  /** It answers; `slow` once two answers in a row took longer than a person calls quick. */
  | {
      readonly state: 'live' | 'slow';
      readonly since: number;
      readonly latencyMs: number;
      readonly via?: RestTransportKind;
      /** TLS is spoken on this way, and nobody checks the certificate. */
      readonly isUnverified?: true;
    }
  /** What is shown is as old as `since`: it does not answer, or refuses. */
  | {
      readonly state: 'stale' | 'denied';
      readonly since: number;
      readonly reason: string;
      readonly nextTryAt: number | undefined;
    };

/** By which way Flink's REST API is reached. */
export type RestTransportKind = 'forward' | 'service proxy' | 'rest-url';

/** flink.md 6; the word for how a pod stands, the sentence for why is beside it. */
export type PodStatus =
  | 'leader' // a JobManager that leads
  | 'standby' // a JobManager that does not
  | 'running' // a JobManager of which that cannot be told
  | 'registered' // a TaskManager with tasks
  | 'idle' // a TaskManager with all slots free
  | 'starting'
  | 'pending'
  | 'never registered'
  | 'pod gone' // REST still lists a TaskManager whose pod went
  | 'stopping'
  | 'released' // its JobManager said that it is no longer needed
  | 'OOM-killed'
  | 'failed'
  | 'deleted';

/** Weight of a word: what colour and order it deserves. */
export type Health = 'ok' | 'busy' | 'warning' | 'error' | 'gone';

export type PodRow = {
  /** Names can come back, uids do not (flink.md 6). A TaskManager without a pod has the key `taskmanager:<id>`. */
  readonly uid: string;
  readonly name: string;
  readonly role: 'jobmanager' | 'taskmanager';
  readonly status: PodStatus;
  readonly health: Health;
  /** One sentence, with no full stop: why it stands so. */
  readonly reason: string;
  readonly createdAt: number;
  /** set once the pod is gone */
  readonly goneAt: number | undefined;
  readonly restarts: number;
  readonly node: string | undefined;
  readonly ip: string | undefined;
  /** The main one first; none of a TaskManager without a pod. */
  readonly containers: readonly string[];
  readonly taskManager: TaskManager | undefined;
};

/** An application cluster runs one job and ends with it: it can be watched like a session, but is none. */
export type ClusterMode = 'session' | 'application' | 'unknown';

/** How the application of a cluster ended, as Flink's ClusterEntrypoint logs it; UNKNOWN where it was stopped. */
export type ApplicationStatus = 'SUCCEEDED' | 'CANCELED' | 'FAILED' | 'UNKNOWN';

export type SessionDeployment = {
  readonly name: string;
  readonly uid: string;
  readonly replicas: number;
  readonly readyReplicas: number;
  readonly createdAt: number;
  readonly image: string | undefined;
  /** An owner means that somebody else keeps it: the operator's FlinkDeployment (flink.md 2.9). */
  readonly owner: { readonly kind: string; readonly name: string } | undefined;
  readonly mode: ClusterMode;
  /** undefined unless its deletion was requested. */
  readonly beingDeletedSince: number | undefined;
  /** It is not gone before each of these was removed. */
  readonly finalizers: readonly string[];
};

/** What keeps a cluster from serving, or will soon, as its objects show it. */
export type ClusterProblem =
  | { readonly kind: 'being-deleted'; readonly since: number; readonly finalizers: readonly string[] }
  | { readonly kind: 'scaled-to-zero' }
  /** The JobManager's container ended and was, or will be, started again. */
  | {
      readonly kind: 'crashed';
      readonly pod: string;
      readonly end: ContainerEnd;
      readonly restarts: number;
      /** `CrashLoopBackOff` while the kubelet waits before the next start. */
      readonly waitingReason: string | undefined;
    }
  /** The JobManager's container cannot be started: `ErrImagePull`. */
  | {
      readonly kind: 'not-starting';
      readonly pod: string;
      readonly reason: string;
      readonly message: string | undefined;
    };

export type SessionEvent = {
  readonly at: number;
  readonly type: 'Normal' | 'Warning';
  readonly object: string;
  readonly reason: string;
  readonly message: string;
};

/** What is watched at the API server, one entry a kind. */
export type WatchedKind = 'pods' | 'deployments' | 'services' | 'configmaps' | 'events';

/** Everything known of one attached session cluster, immutable; a changed part is a new object, the rest is the same. */
export type SessionSnapshot = {
  readonly clusterId: string;
  readonly namespace: string;
  readonly context: string;
  readonly server: string;
  /** What turns off the check of TLS certificates; undefined while they are checked. */
  readonly insecureReason: string | undefined;
  readonly flinkVersion: string | undefined;
  readonly links: { readonly kubernetes: Link; readonly rest: Link };
  readonly watches: { readonly [Kind in WatchedKind]: WatchState };
  /** undefined until the first list came */
  readonly pods: readonly PodRow[] | undefined;
  readonly deployment: SessionDeployment | undefined;
  /** As the Deployment said when it was last seen. */
  readonly mode: ClusterMode;
  /** undefined until a JobManager logged that it ends. */
  readonly applicationStatus: ApplicationStatus | undefined;
  /** How the REST Service is exposed; undefined while it was not read, or is not there. */
  readonly service: ServiceExposure | undefined;
  /** `missing` once the deployment was seen to be gone. */
  readonly presence: 'unknown' | 'present' | 'missing';
  /** What keeps it from serving, or will soon. */
  readonly problems: readonly ClusterProblem[];
  readonly highAvailability: boolean;
  readonly haConfigMaps: readonly string[];
  /** name of the leading JobManager's pod */
  readonly leader: string | undefined;
  /** undefined until jobs and TaskManagers were both answered once */
  readonly overview: ClusterCounts | undefined;
  /** undefined until REST answered once; those that go on first, newest start first */
  readonly jobs: readonly JobRow[] | undefined;
  /** Why the last answer has no jobs: those from before are old. */
  readonly jobsFailure?: string | undefined;
  /** What is polled from REST: see `readingOf`. */
  readonly readings: Readings;
  /** Local ports that are open, in the order they were opened; their traffic is looked at once a second. */
  readonly forwards: readonly Forward[];
  readonly events: readonly SessionEvent[];
  /** undefined until the ConfigMap was read, or where it has no logging file. */
  readonly logging: SessionLogging | undefined;
};
