import { type Line, lineOf } from '../../draw/edit-line.ts';
import { openLayer } from '../../state/layers.ts';
import type { Screen } from '../../state/screen.ts';

export type LogPromptPurpose = 'search' | 'filter' | 'time' | 'save';

/** The state of the overlay `log-prompt`: something to type for the logs. */
export type LogPrompt = {
  readonly purpose: LogPromptPurpose;
  readonly line: Line;
  /** What was wrong with it when Enter was pressed. */
  readonly complaint: string | undefined;
  readonly saving: Saving;
};

/** What `save` asks for beside the file. */
export type Saving = {
  readonly what: 'shown' | 'all';
  /** A file that is there, and that another Enter overwrites. */
  readonly overwrites: string | undefined;
};

export function openLogPrompt(screen: Screen, purpose: LogPromptPurpose, text = ''): void {
  openLayer<LogPrompt>(screen, 'log-prompt', {
    purpose,
    line: lineOf(text),
    complaint: undefined,
    saving: { what: 'shown', overwrites: undefined },
  });
}
