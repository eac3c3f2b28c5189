import type { LocalState } from '../../commands/record/local-state.ts';
import type { OutputFormat } from '../../commands/record/output-format.ts';
import type { ActJournalOptions } from '../../session/journal/act-journal.ts';
import type { ConfirmOptions } from '../run/confirm-plan.ts';

/** Options of every command that runs without the screen. */
export type RunOptions = ConfirmOptions & {
  readonly format: OutputFormat;
  /** Whether log lines are coloured; false by default. */
  readonly color?: boolean;
  /** If undefined, nothing is saved on this computer. */
  readonly local?: LocalState;
  /** If undefined, acts are not recorded in the journal. */
  readonly journal?: ActJournalOptions;
};
