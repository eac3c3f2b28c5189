import type { Candidate } from '../../../commands/line/complete.ts';
import { type Line, lineOf } from '../../draw/edit-line.ts';
import { openLayer } from '../layers.ts';
import type { Screen } from '../screen.ts';

/** State of the overlay `command-line`. */
export type CommandLine = {
  readonly line: Line;
  /** Position in the history, counted from its end; 0 is the draft. */
  readonly historyOffset: number;
  /** The typed line, kept while the history is shown. */
  readonly draft: string;
  readonly error: string | undefined;
  readonly candidates: readonly Candidate[];
};

export function openCommandLine(screen: Screen, text = ''): void {
  openLayer<CommandLine>(screen, 'command-line', {
    line: lineOf(text),
    historyOffset: 0,
    draft: '',
    error: undefined,
    candidates: [],
  });
}
