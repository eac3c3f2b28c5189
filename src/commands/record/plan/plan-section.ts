import type { JobState } from '../../../flink/responses.ts';

/** A part of a plan, for frontends that show more than lines of text. */
export type PlanSection =
  | { readonly kind: 'items'; readonly heading: string; readonly items: readonly AffectedItem[] }
  | { readonly kind: 'diff'; readonly heading: string; readonly lines: readonly PlanDiffLine[] }
  | { readonly kind: 'text'; readonly heading: string; readonly lines: readonly string[] };

/** An affected object: one row of an aligned list. The texts are printable. */
export type AffectedItem = {
  readonly name: string;
  /** Shown shortened. */
  readonly id?: string;
  readonly state?: JobState;
  /** The most important first: the last ones are left out of a narrow list. */
  readonly facts: readonly Fact[];
  /** A long text, such as a path. */
  readonly detail?: string | undefined;
};

export type Fact = {
  readonly text: string;
  /** Whether the item loses something for good. */
  readonly isLoss?: true;
};

/** A line of a diff. `line` counts from 1, in the new text for added lines, otherwise in the old text. */
export type PlanDiffLine = {
  readonly kind: 'added' | 'removed' | 'context';
  readonly line: number;
  readonly text: string;
};

/** An option that the user can still change in the confirmation. The plan is then made again. */
export type PlanSwitch = {
  /** Name of the option. */
  readonly option: string;
  /** Value of the option while the switch is on. */
  readonly value: true | number;
  /** In the imperative, lower case: `take savepoints first` */
  readonly label: string;
};
