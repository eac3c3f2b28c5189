import { lineOf } from '../../draw/edit-line.ts';
import { openLayer } from '../../state/layers.ts';
import { type HistoryLine, typedLine } from '../../state/open/prompt-history.ts';
import type { Screen } from '../../state/screen.ts';
import { suggestFile } from './suggest-file.ts';

export type LogPromptPurpose = 'search' | 'filter' | 'time' | 'save';

/** State of the overlay `log-prompt`, a text input for the logs. */
export type LogPrompt = HistoryLine & {
  readonly purpose: LogPromptPurpose;
  /** The reason why the input was rejected; undefined if it is valid. */
  readonly error: string | undefined;
  readonly saveOptions: SaveOptions;
  /** The file that Enter saves to while nothing is typed. */
  readonly suggestion: string | undefined;
};

/** Options of `save` besides the file. */
export type SaveOptions = {
  readonly lines: 'shown' | 'all';
  /** An existing file that the next Enter overwrites. */
  readonly overwriteFile: string | undefined;
};

export function openLogPrompt(screen: Screen, purpose: LogPromptPurpose, text = ''): void {
  openLayer<LogPrompt>(screen, 'log-prompt', {
    purpose,
    ...typedLine(lineOf(text)),
    error: undefined,
    saveOptions: { lines: 'shown', overwriteFile: undefined },
    suggestion: purpose === 'save' ? suggestFile(screen) : undefined,
  });
}
