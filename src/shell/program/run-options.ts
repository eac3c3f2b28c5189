import type { LocalState } from '../../commands/record/local-state.ts';
import type { OutputFormat } from '../../commands/record/output-format.ts';
import type { ConfirmOptions } from '../run/confirm-plan.ts';

/** What every door without a screen is given. */
export type RunOptions = ConfirmOptions & {
  readonly format: OutputFormat;
  /** Whether lines of logs are coloured; not if it is not said. */
  readonly color?: boolean;
  /** Without it nothing is kept on this computer. */
  readonly local?: LocalState;
};
