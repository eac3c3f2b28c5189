import type { JobState } from '../../../../src/flink/responses.ts';
import type { PodPhase } from '../../../../src/session/journal/entry.ts';
import type { Random } from '../../../logging-config/random.ts';

/** What a user who saw all snapshots knows. */
export type Seen = {
  readonly jobs: Map<string, { state: JobState | 'LOST'; parallelism: Map<string, number> }>;
  /** `a1 failed 1795435200000 map` */
  readonly failures: Set<string>;
  /** Restarts that Flink did not list: `a1 after 1795435200000: 7` */
  readonly restarts: Set<string>;
  /** `a1 7 completed` */
  readonly checkpoints: Set<string>;
  /** Checkpoints without an outcome: `a1 8` */
  readonly counted: Set<string>;
  readonly pods: Map<string, { phase: PodPhase; restarts: number | undefined }>;
  leader: { readonly pod: string | undefined } | undefined;
  readonly warnings: Map<string, number>;
  readonly levels: Map<string, string>;
  deployment: Map<string, string> | undefined;
  readonly forwards: Map<string, string>;
  readonly links: { kubernetes: boolean; rest: boolean };
};

export function nothingSeen(): Seen {
  return {
    jobs: new Map(),
    failures: new Set(),
    restarts: new Set(),
    checkpoints: new Set(),
    counted: new Set(),
    pods: new Map(),
    leader: undefined,
    warnings: new Map(),
    levels: new Map(),
    deployment: undefined,
    forwards: new Map(),
    links: { kubernetes: true, rest: true },
  };
}

export type ModelClock = {
  now: number;
  readonly flinkAheadMs: number;
  readonly serverAheadMs: number;
  watchingSince: number;
};

/** What the parts of a model have in common. */
export type Model = {
  readonly random: Random;
  readonly clock: ModelClock;
  readonly seen: Seen;
  /** Returns the time of the next change within the current step. It is rarely the same as of the last one. */
  readonly tick: () => number;
  readonly newId: (prefix: string) => string;
};
