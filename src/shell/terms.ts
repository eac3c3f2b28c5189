import type { LocalState } from '../commands/local-state.ts';
import type { OutputFormat } from '../commands/output-format.ts';
import type { AskTerms } from './ask-first.ts';

/** What every door without a screen is given. */
export type Terms = AskTerms & {
  readonly format: OutputFormat;
  /** Whether lines of logs are coloured; not if it is not said. */
  readonly color?: boolean;
  /** Without it nothing is kept on this computer. */
  readonly local?: LocalState;
};
