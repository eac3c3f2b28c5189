import { type HistoryLine, recallLine } from '../state/open/prompt-history.ts';
import type { Binding, Screen } from '../state/screen.ts';

const older = ['up', 'ctrl-p'];
const newer = ['down', 'ctrl-n'];

/** Returns the binding that goes through the earlier lines of a prompt. Prompts with the same purpose share them. */
export function historyBinding<Prompt extends HistoryLine>(
  id: string,
  purposeOf: (prompt: Prompt) => string,
  show: (screen: Screen, prompt: Prompt, line: HistoryLine) => void,
): Binding<Prompt> {
  return {
    action: `${id}.history`,
    keys: [...older, ...newer],
    shown: ['↑↓'],
    hint: 'history',
    help: 'Go through the earlier lines',
    isByKey: true,
    run: (screen, prompt, { name }) =>
      show(screen, prompt, recallLine(screen, purposeOf(prompt), prompt, older.includes(name) ? 1 : -1)),
  };
}
