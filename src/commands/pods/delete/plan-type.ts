import type { JobOverview } from '../../../flink/responses.ts';
import type { PodRow } from '../../../session/snapshot.ts';
import type { Failure, Plan, Summary } from '../../record/command.ts';

export const deletePodsTimeoutMs = 120_000;

/** What the deletion of pods does to a job. */
export type JobEffect = 'restarts' | 'fails' | 'is lost' | 'recovers';
export type AffectedJob = {
  readonly job: JobOverview;
  readonly effect: JobEffect;
  /** Known only if it was read. */
  readonly isCheckpointingDisabled?: true;
};

export type DeletePodsPlan = Plan & {
  readonly pods: readonly Pick<PodRow, 'name' | 'uid' | 'role'>[];
  readonly jobs: readonly AffectedJob[];
  /** The effects in one text. The run fails if they have changed since. */
  readonly effects: string;
  readonly wait: boolean;
  readonly timeoutMs: number;
};

/** The formatted result. It is formatted by code that only this command loads. */
export type ShownDeletion = {
  readonly text: string;
  readonly data: unknown;
  readonly names: readonly string[];
  readonly summary: Summary | undefined;
  readonly failure: Failure | undefined;
};
