import type { JobState } from '../../flink/responses.ts';

type Timed = {
  /** Epoch ms by the API server's clock. */
  readonly at: number;
  /** Epoch ms by Flink's clock, if that clock differs from the API server's. */
  readonly flinkAt?: number;
  /**
   * Set if no server states the time. `at` is then the time at which flink-tui saw the change: up to one poll late, or
   * later if flink-tui did not run.
   */
  readonly isSeen?: true;
  /** Set for a state that was found when watching began. It is not a change. */
  readonly isFirst?: true;
};

type OfJob = {
  /** Job id. */
  readonly job: string;
  readonly jobName: string;
};

/** A job entered a state. LOST: Flink no longer knows the job, although it had not ended. */
export type JobEntry = Timed & OfJob & { readonly kind: 'job'; readonly state: JobState | 'LOST' };

/** An exception of a task, or of the whole job if there is no task. */
export type FailureCause = {
  /** Class name without the package. */
  readonly exception: string;
  /** Root cause, one sentence. */
  readonly message: string;
  /** `Source: orders (1/2)` */
  readonly task?: string;
  readonly pod?: string;
};

/** A failure after which Flink restarted the job, or ended it (`isFinal`). */
export type FailureEntry = Timed &
  OfJob &
  FailureCause & {
    readonly kind: 'failure';
    /** Failures that Flink recorded together with this one. */
    readonly concurrent?: readonly FailureCause[];
    readonly isFinal?: true;
    /** Ordinal of the restart since the job's JobMaster started. Missing if it is unknown, or if there was no restart. */
    readonly restart?: number;
  };

/** Restarts between `from` and `at` whose failures Flink no longer listed when they were read. */
export type RestartCountEntry = Timed &
  OfJob & {
    readonly kind: 'restarts';
    /** Epoch ms: the newest failure known before, or the start of the JobMaster. */
    readonly from: number;
    /** Missing if Flink did not state the number of restarts. There may then be none. */
    readonly count?: number;
  };

/** `late`: the checkpoint was still in progress at this time, see `lateAfterMs`. */
export type CheckpointOutcome = 'completed' | 'failed' | 'expired' | 'late';

export type CheckpointEntry = Timed &
  OfJob & {
    readonly kind: 'checkpoint';
    readonly id: number;
    readonly outcome: CheckpointOutcome;
    readonly isSavepoint?: true;
    readonly durationMs?: number;
    readonly bytes?: number;
    /** Path of a savepoint or of a retained checkpoint. */
    readonly path?: string;
    /** Reason for the failure, one sentence. */
    readonly message?: string;
  };

/** Checkpoints that ended between two responses and that Flink no longer lists. */
export type CheckpointCountEntry = Timed &
  OfJob & {
    readonly kind: 'checkpoints';
    /** The first and the last id. */
    readonly from: number;
    readonly to: number;
  };

/** Parallelism of a job's vertices. */
export type ParallelismEntry = Timed &
  OfJob & {
    readonly kind: 'parallelism';
    readonly vertices: readonly {
      readonly id: string;
      readonly name: string;
      readonly from?: number;
      readonly to: number;
    }[];
  };

/** A finding about a job just before it stopped to run. */
export type SeenFinding = {
  /** Id of the rule: `back-pressure`. */
  readonly rule: string;
  /** `critical` or `warning`: see `Severity` of the diagnosis. */
  readonly severity: string;
  /** One sentence without a full stop. */
  readonly text: string;
};

/** A value for each vertex; null if it is unknown. */
type Column<T> = readonly (T | null)[];

/**
 * The vertices of a job in topological order, one column for each fact, because a job can have 200 vertices: see
 * `packVertices`. Shares are in percent, averaged over the subtasks.
 */
export type SeenVertices = {
  readonly names: readonly string[];
  readonly parallelisms: readonly number[];
  /** Indexes of the vertices that send records to each vertex. */
  readonly inputs: readonly (readonly number[])[];
  readonly busy: Column<number>;
  readonly backPressured: Column<number>;
  readonly idle: Column<number>;
  /** Records per second. */
  readonly readRecords: Column<number>;
  readonly writeRecords: Column<number>;
};

/**
 * What was last seen of a job that ended while flink-tui watched it. Flink forgets the load at once and the rest after an
 * hour. `at` is the end of the job. Its last checkpoints and failures are entries of their own.
 */
export type LastSeenEntry = Timed &
  OfJob &
  Partial<SeenVertices> & {
    readonly kind: 'last-seen';
    /** How the job ended. */
    readonly state: JobState | 'LOST';
    /** Epoch ms by the API server's clock, as all times here. */
    readonly startedAt: number;
    /** Time of the newest load. Missing if no load was measured. */
    readonly measuredAt?: number;
    /** Index of the vertex that slowed the job down. */
    readonly bottleneck?: number;
    /** The most urgent first, at most three. */
    readonly findings?: readonly SeenFinding[];
    /** Numbers of checkpoints since the JobMaster started. Missing if unknown. */
    readonly completed?: number;
    readonly failed?: number;
    /** The last completed checkpoint. */
    readonly checkpoint?: number;
    readonly path?: string;
    /** Names of the TaskManagers on which its tasks ran. Missing if unknown. */
    readonly pods?: readonly string[];
  };

/**
 * `created`: Kubernetes created the pod. `running`: a JobManager responds, or its container restarted. `registered`,
 * `idle`, `unregistered`: TaskManagers in Flink. The last four end the pod.
 */
export type PodPhase =
  | 'created'
  | 'not starting'
  | 'running'
  | 'registered'
  | 'idle'
  | 'never registered'
  | 'unregistered'
  | 'released'
  | 'OOM-killed'
  | 'failed'
  | 'deleted';

export type PodEntry = Timed & {
  readonly kind: 'pod';
  readonly pod: string;
  readonly uid: string;
  readonly role: 'jobmanager' | 'taskmanager';
  readonly phase: PodPhase;
  /** One sentence without a full stop. */
  readonly reason?: string;
  readonly node?: string;
};

/** The container of a pod ended, and the kubelet restarts it. */
export type ContainerRestartEntry = Timed & {
  readonly kind: 'container-restart';
  readonly pod: string;
  readonly uid: string;
  readonly role: 'jobmanager' | 'taskmanager';
  /** Number of restarts including this one. */
  readonly restarts: number;
  /** How the previous run ended: `exit code 239: fatal uncaught exception`. */
  readonly reason?: string;
};

export type LeaderEntry = Timed & {
  readonly kind: 'leader';
  /** Pod name; missing if no JobManager leads. */
  readonly pod?: string;
};

/** The number of slots in use or of all slots changed. */
export type SlotsEntry = Timed & { readonly kind: 'slots'; readonly used: number; readonly total: number };

/** A Kubernetes event of type Warning. Repeated events have the same uid and a higher count. */
export type WarningEntry = Timed & {
  readonly kind: 'warning';
  readonly uid: string;
  /** `Pod/my-cluster-taskmanager-1-1` */
  readonly object: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
};

/** flink-tui changed the level of a logger, or the level was reverted (`level` is missing). */
export type LevelEntry = Timed & {
  readonly kind: 'level';
  readonly logger: string;
  readonly level?: string;
  /** `ann@laptop` */
  readonly by?: string;
  /** Time of the automatic revert. */
  readonly until?: number;
};

/** A pod logged many more errors in the minute from `at` than in each of the ten minutes before. */
export type ErrorRateEntry = Timed & {
  readonly kind: 'errors';
  readonly pod: string;
  readonly uid: string;
  /** ERROR and FATAL events in this minute. */
  readonly perMinute: number;
  /** The most events in one of the minutes before. */
  readonly before: number;
};

/** Values of the Deployment and of Flink's configuration. Secrets are masked. */
export type DeploymentEntry = Timed & {
  readonly kind: 'deployment';
  readonly changes: readonly {
    /** `image`, `replicas`, or `config` with the key of the option: `config taskmanager.numberOfTaskSlots`. */
    readonly what: string;
    readonly from?: string;
    /** Missing if the value was removed. */
    readonly to?: string;
  }[];
};

export type ForwardEntry = Timed & {
  readonly kind: 'forward';
  /** `http://127.0.0.1:8081` */
  readonly url: string;
  /** `the Web UI`, `port 9249 of the leading JobManager` */
  readonly target: string;
  readonly isOpen: boolean;
};

/** The connection to a server was lost, or is back. */
export type LinkEntry = Timed & {
  readonly kind: 'link';
  readonly server: 'kubernetes' | 'rest';
  readonly isUp: boolean;
  readonly reason?: string;
};

/**
 * How an act ended. `partial`: a part was done and a part failed. `interrupted`: unknown, because flink-tui stopped
 * waiting.
 */
export type ActOutcome = 'done' | 'partial' | 'failed' | 'interrupted';

/** A user's act: its start, and its end with an outcome. Both have the same id. */
export type ActEntry = Timed & {
  readonly kind: 'act';
  readonly id: string;
  /** `Savepoint of orders` */
  readonly title: string;
  /** `ann@laptop` */
  readonly by: string;
  readonly outcome?: ActOutcome;
  /** The result: a path, or the message of a failure. */
  readonly detail?: string;
};

/** flink-tui was suspended from `at` to `until`, so nobody watched. */
export type SleepEntry = Timed & { readonly kind: 'sleep'; readonly until: number };

/**
 * Memory of a pod: the last numbers before it ended (`isEnd`), or those of a pod that is near a limit, so that a later
 * process knows its growth. Sizes are bytes. Numbers that were unknown are missing.
 */
export type MemoryEntry = Timed & {
  readonly kind: 'memory';
  readonly pod: string;
  readonly uid: string;
  readonly role: 'jobmanager' | 'taskmanager';
  readonly isEnd?: true;
  /** Usage and limit of the container. */
  readonly usage?: number;
  readonly limit?: number;
  readonly heapUsed?: number;
  readonly heapCommitted?: number;
  readonly heapMax?: number;
  /** Used heap after the latest garbage collection. */
  readonly heapLow?: number;
  readonly metaspaceUsed?: number;
  readonly metaspaceMax?: number;
  readonly nonHeapCommitted?: number;
  readonly directUsed?: number;
  readonly managedUsed?: number;
  readonly unexplained?: number;
  /** Growth of the container usage per minute; missing unless it grew steadily. */
  readonly growth?: number;
  /** Metaspace that a finished job leaves behind, and the number of finished jobs that it was measured over. */
  readonly metaspacePerJob?: number;
  readonly finishedJobs?: number;
};

/** One change of a cluster. */
export type JournalEntry =
  | JobEntry
  | FailureEntry
  | RestartCountEntry
  | CheckpointEntry
  | CheckpointCountEntry
  | ParallelismEntry
  | LastSeenEntry
  | PodEntry
  | ContainerRestartEntry
  | LeaderEntry
  | SlotsEntry
  | WarningEntry
  | LevelEntry
  | ErrorRateEntry
  | DeploymentEntry
  | ForwardEntry
  | LinkEntry
  | ActEntry
  | SleepEntry
  | MemoryEntry;

export type EntryKind = JournalEntry['kind'];

/**
 * Returns whether the timeline shows an entry. It shows suspended time as a gap, slots in its strip, and memory in the row
 * of the pod's end. A state that was found when watching began is not a change, and neither is what was last seen of a job.
 */
export function isChange({ kind, isFirst }: JournalEntry): boolean {
  return isFirst !== true && kind !== 'sleep' && kind !== 'slots' && kind !== 'memory' && kind !== 'last-seen';
}
