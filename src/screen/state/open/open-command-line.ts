import type { Candidate } from '../../../commands/line/complete.ts';
import { lineOf } from '../../draw/edit-line.ts';
import { openLayer } from '../layers.ts';
import type { Screen } from '../screen.ts';
import { type Selection, selectionOf } from '../selection.ts';
import { type HistoryLine, typedLine } from './prompt-history.ts';

/** State of the overlay `command-line`. */
export type CommandLine = HistoryLine & {
  readonly error: string | undefined;
  readonly candidates: readonly Candidate[];
  /** Selected when the command line was opened, so that a change of the data does not change what a line acts on. */
  readonly selection: Selection;
};

export function openCommandLine(screen: Screen, text = ''): void {
  openLayer<CommandLine>(screen, 'command-line', {
    ...typedLine(lineOf(text)),
    error: undefined,
    candidates: [],
    selection: selectionOf(screen.store.getState()),
  });
}
