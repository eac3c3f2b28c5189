import { type Line, lineOf } from '../../draw/edit-line.ts';
import { openLayer } from '../../state/layers.ts';
import type { Screen } from '../../state/screen.ts';

export type LogPromptPurpose = 'search' | 'filter' | 'time' | 'save';

/** The state of the overlay `log-prompt`: something to type for the logs. */
export type LogPrompt = {
  readonly purpose: LogPromptPurpose;
  readonly line: Line;
  /** What was wrong with it when Enter was pressed. */
  readonly error: string | undefined;
  readonly saveOptions: SaveOptions;
};

/** What `save` asks for beside the file. */
export type SaveOptions = {
  readonly lines: 'shown' | 'all';
  /** A file that is there, and that another Enter overwrites. */
  readonly overwriteFile: string | undefined;
};

export function openLogPrompt(screen: Screen, purpose: LogPromptPurpose, text = ''): void {
  openLayer<LogPrompt>(screen, 'log-prompt', {
    purpose,
    line: lineOf(text),
    error: undefined,
    saveOptions: { lines: 'shown', overwriteFile: undefined },
  });
}
