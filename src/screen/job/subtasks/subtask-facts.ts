import type { Subtask } from '../../../flink/subtask-responses.ts';
import type { SubtaskMeasures } from '../../../session/jobs/subtask-measures.ts';
import type { SubtaskFailure } from './subtask-failures.ts';

/** A row of the table. */
export type SubtaskFacts = SubtaskMeasures & {
  readonly subtask: Subtask;
  /** From 1, as in the names of tasks: `map (1/2)`. */
  readonly number: number;
  /** The last failure that the journal knows. */
  readonly failure: SubtaskFailure | undefined;
  /** What makes the subtask different from the others: `skewed: 90% of records`. */
  readonly marks: readonly string[];
};
