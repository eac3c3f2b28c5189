import type { Console } from '../logs/container-log.ts';
import type { Throwable } from '../logs/stack-trace.ts';
import { randomHex } from '../random.ts';
import type { DemoThread } from '../threads/jvm-thread.ts';
import { type CheckpointStatistics, newCheckpointStatistics } from './checkpoint.ts';
import type { Load } from './load.ts';

/** Job states in the order of the timestamps in Flink's job response. */
export const jobStates = [
  'RECONCILING',
  'RESTARTING',
  'FAILING',
  'SUSPENDED',
  'CANCELLING',
  'FAILED',
  'INITIALIZING',
  'CREATED',
  'FINISHED',
  'CANCELED',
  'RUNNING',
] as const;
export type JobState = (typeof jobStates)[number];

export type TaskState =
  | 'CREATED'
  | 'SCHEDULED'
  | 'DEPLOYING'
  | 'INITIALIZING'
  | 'RUNNING'
  | 'FINISHED'
  | 'CANCELING'
  | 'CANCELED'
  | 'FAILED';

export const taskStates: readonly (TaskState | 'RECONCILING')[] = [
  'SCHEDULED',
  'CREATED',
  'FINISHED',
  'INITIALIZING',
  'CANCELING',
  'DEPLOYING',
  'RECONCILING',
  'RUNNING',
  'FAILED',
  'CANCELED',
];

/** Simulated user code, which writes to a TaskManager's console. */
export type UserCode = {
  readonly everyMs: number;
  /** `iteration` counts from 1. `at` is in epoch ms. */
  readonly write: (console: Console, iteration: number, at: number) => void;
};

export type VertexSpec = {
  readonly id: string;
  readonly name: string;
  /** Ids of the vertices that send records to this vertex; by default the previous vertex. */
  readonly inputs?: readonly string[] | undefined;
  /** The load of each subtask; by default the load of a healthy job. */
  readonly load?: ((subtask: number) => Load) | undefined;
  /** What the thread of a subtask does in user code while it is busy; by default, only Flink's code runs. */
  readonly code?: ((subtask: number) => Omit<DemoThread, 'name'>) | undefined;
};

/** How the checkpoints of a job differ from those of a healthy job. Times are in simulated ms. */
export type CheckpointBehaviour = {
  readonly timeoutMs?: number | undefined;
  readonly tolerableFailures?: number | undefined;
  readonly durationMs?: { readonly from: number; readonly to: number } | undefined;
  /** Ids of the vertices that barriers reach only when the checkpoint is almost over. */
  readonly lateVertices?: readonly string[] | undefined;
  /** The subtask that never acknowledges a checkpoint, so that every checkpoint expires. */
  readonly stuck?: { readonly vertexId: string; readonly subtask: number } | undefined;
  /** Growth of the state, as a share of `stateSize`. */
  readonly growthPerHour?: number | undefined;
};

/** The event time of a job whose operator `Timestamps/Watermarks` assigns watermarks. */
export type EventTimeBehaviour = {
  /** The watermark is this far behind the records. Times are real ms. */
  readonly delayMs: number;
  /** The subtask of each source that has never emitted a record. */
  readonly silentSubtask?: number | undefined;
  readonly pending?: Backlog | undefined;
};

/** Records that wait in front of a source. */
export type Backlog = {
  /** The operator that reports the pending records of each of its subtasks. */
  readonly operator: string;
  readonly atStart: number;
  readonly perSecond: number;
};

/** How the memory of the first TaskManager of a job grows, in bytes per simulated second. */
export type JobMemory = {
  /** The kernel kills the TaskManager when its container is full. */
  readonly nativePerSecond?: number;
  readonly heapPerSecond?: number;
  /** Native memory grows only before the first restart of the job. */
  readonly leaksOnce?: boolean;
  /** Bytes of the job's classes. */
  readonly classes?: number;
  /** The classes stay loaded after the end of the job. */
  readonly keepsClasses?: boolean;
};

/** A job that a client submits. */
export type JobSpec = {
  readonly name: string;
  readonly parallelism: number;
  readonly type: 'STREAMING' | 'BATCH';
  /** In topological order, as in Flink's responses. */
  readonly vertices: readonly VertexSpec[];
  readonly checkpointEveryMs?: number | undefined;
  readonly stateSize?: number | undefined;
  readonly checkpoints?: CheckpointBehaviour | undefined;
  /** undefined: no operator assigns watermarks. */
  readonly eventTime?: EventTimeBehaviour | undefined;
  readonly userCode?: UserCode | undefined;
  /** The periodic failure of a task. As in Flink, the job restarts only with checkpoints. */
  readonly failure?: { readonly everyMs: number; readonly thrown: (iteration: number) => Throwable } | undefined;
  /** The run time of a bounded job, in simulated ms. */
  readonly endsAfterMs?: number | undefined;
  /** Memory that the job uses in its TaskManagers; little by default. */
  readonly memory?: JobMemory | undefined;
  /** True if the nodes have no room for the job's TaskManagers, so that the job waits for slots. */
  readonly lacksNodes?: boolean | undefined;
  /** Writes no logs, for benchmarks with many jobs. */
  readonly isQuiet?: boolean | undefined;
};

export type Vertex = {
  readonly id: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly load: VertexSpec['load'];
  readonly code: VertexSpec['code'];
  state: TaskState;
  /** The times at which the current attempt entered its states. */
  enteredAt: { readonly [state in TaskState]?: number };
  startedAt: number | undefined;
  endedAt: number | undefined;
};

/** An allocated TaskManager slot. With slot sharing, it runs one subtask of every vertex of the job. */
export type Allocation = {
  readonly allocationId: string;
  readonly taskManager: string;
  readonly ip: string;
  readonly dataPort: number;
  readonly console: Console;
};

export type Failure = {
  readonly at: number;
  readonly thrown: Throwable;
  /** undefined if the whole job failed */
  readonly taskName: string | undefined;
  readonly allocation: Allocation | undefined;
  readonly concurrent: readonly Failure[];
};

export type Job = {
  readonly id: string;
  readonly spec: JobSpec;
  readonly executionGraphId: string;
  readonly slotSharingGroupId: string;
  readonly startedAt: number;
  readonly timestamps: Partial<Record<JobState, number>>;
  readonly vertices: readonly Vertex[];
  /** Newest first. */
  readonly failures: Failure[];
  readonly checkpoints: CheckpointStatistics;
  state: JobState;
  endedAt: number | undefined;
  changedAt: number;
  /** The number of restarts that have begun. */
  attempt: number;
  /** The number of failures after which the job restarts. Flink counts a restart before its delay. */
  restarts: number;
  slots: readonly Allocation[];
  /** The slots of the newest deployment, also after the job has freed them. */
  deployedTo: readonly Allocation[];
};

export const isTerminal = ({ state }: Job): boolean =>
  state === 'FINISHED' || state === 'CANCELED' || state === 'FAILED';

export function newJob(id: string, spec: JobSpec, now: number, firstCheckpointId = 1): Job {
  return {
    id,
    spec,
    executionGraphId: randomHex(32),
    slotSharingGroupId: randomHex(32),
    startedAt: now,
    timestamps: { INITIALIZING: now },
    vertices: spec.vertices.map(({ id: vertexId, name, inputs, load, code }, index) => ({
      id: vertexId,
      name,
      inputs: inputs ?? spec.vertices.slice(Math.max(0, index - 1), index).map((previous) => previous.id),
      load,
      code,
      state: 'CREATED',
      enteredAt: { CREATED: now },
      startedAt: undefined,
      endedAt: undefined,
    })),
    failures: [],
    checkpoints: newCheckpointStatistics(firstCheckpointId),
    state: 'INITIALIZING',
    endedAt: undefined,
    changedAt: 0,
    attempt: 0,
    restarts: 0,
    slots: [],
    deployedTo: [],
  };
}
