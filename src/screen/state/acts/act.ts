import type { ActOutcome } from '../../../session/journal/entry.ts';

export type ActEnd = {
  readonly outcome: ActOutcome;
  /** Epoch ms. */
  readonly at: number;
  /** The result: `Savepoint of orders: 48.9 MiB in 1 s`. After a failure, the attempted action. */
  readonly title: string;
  /** Further lines, the most important one first: a path, or the message of a failure. */
  readonly details: readonly string[];
  /** The messages of several failures, which the first detail joins. */
  readonly messages?: readonly string[] | undefined;
  /** Next steps after a failure. */
  readonly hints: readonly string[];
  /** The full result, without the details and hints of a failure. */
  readonly lines: readonly string[];
  /** The part to copy, and its name: `path` */
  readonly copy: { readonly what: string; readonly text: string } | undefined;
  /** Whether the end is printed when the screen is closed. */
  readonly isPrinted: boolean;
};

/** A started command that changes something. */
export type Act = {
  readonly id: number;
  readonly title: string;
  /** The command line that does the same, if there is one: `savepoint a1b2c3d4` */
  readonly line: string | undefined;
  readonly startedAt: number;
  /** The cluster-id; undefined for the attached cluster. */
  readonly cluster?: string;
  /** undefined while the command runs. Its last step is in the activity of the same id. */
  readonly end: ActEnd | undefined;
};
export type EndedAct = Act & { readonly end: ActEnd };

export function hasEnded(act: Act): act is EndedAct {
  return act.end !== undefined;
}
