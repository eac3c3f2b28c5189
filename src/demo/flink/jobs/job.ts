import type { Console } from '../logs/container-log.ts';
import type { Thrown } from '../logs/stack-trace.ts';
import { randomHex } from '../random.ts';
import { type CheckpointStatistics, noCheckpoints } from './checkpoint.ts';
import type { JobState } from './job-state.ts';

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

/** What a program's own code writes to the TaskManager's console. */
export type UserCode = {
  readonly everyMs: number;
  readonly write: (console: Console, turn: number, at: number) => void;
};

/** A program as it is submitted. */
export type JobSpec = {
  readonly name: string;
  readonly parallelism: number;
  readonly type: 'STREAMING' | 'BATCH';
  /** From source to sink; each sends to the next. */
  readonly vertices: readonly { readonly id: string; readonly name: string }[];
  readonly checkpointEveryMs?: number | undefined;
  readonly stateSize?: number | undefined;
  readonly userCode?: UserCode | undefined;
  /** Fails now and then, with this. */
  readonly failure?: { readonly everyMs: number; readonly thrown: (turn: number) => Thrown } | undefined;
  /** A bounded job ends by itself. */
  readonly endsAfterMs?: number | undefined;
  /** Writes nothing to any log: for the many jobs of a measurement. */
  readonly isQuiet?: boolean | undefined;
};

export type Vertex = {
  readonly id: string;
  readonly name: string;
  state: TaskState;
  startedAt: number | undefined;
  endedAt: number | undefined;
};

/** A slot of a TaskManager that one parallel instance of the whole job runs in. */
export type Allocation = {
  readonly allocationId: string;
  readonly taskManager: string;
  readonly ip: string;
  readonly dataPort: number;
  readonly console: Console;
};

export type Failure = {
  readonly at: number;
  readonly thrown: Thrown;
  readonly taskName: string;
  readonly allocation: Allocation | undefined;
};

export type Job = {
  readonly id: string;
  readonly spec: JobSpec;
  readonly executionGraphId: string;
  readonly slotSharingGroupId: string;
  readonly startedAt: number;
  readonly timestamps: Partial<Record<JobState, number>>;
  readonly vertices: readonly Vertex[];
  /** The newest first. */
  readonly failures: Failure[];
  readonly checkpoints: CheckpointStatistics;
  state: JobState;
  endedAt: number | undefined;
  changedAt: number;
  /** How often its tasks were deployed anew. */
  attempt: number;
  slots: readonly Allocation[];
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
    vertices: spec.vertices.map((vertex) => ({
      ...vertex,
      state: 'CREATED',
      startedAt: undefined,
      endedAt: undefined,
    })),
    failures: [],
    checkpoints: noCheckpoints(firstCheckpointId),
    state: 'INITIALIZING',
    endedAt: undefined,
    changedAt: 0,
    attempt: 0,
    slots: [],
  };
}
