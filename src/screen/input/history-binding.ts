import { type HistoryLine, recallLine } from '../state/open/prompt-history.ts';
import type { Binding, Screen } from '../state/screen.ts';

/** Returns the bindings that go through the earlier lines of a prompt. Prompts with the same purpose share them. */
export function historyBindings<Prompt extends HistoryLine>(
  id: string,
  purposeOf: (prompt: Prompt) => string,
  show: (screen: Screen, prompt: Prompt, line: HistoryLine) => void,
): readonly Binding<Prompt>[] {
  const recall = (step: 1 | -1) => (screen: Screen, prompt: Prompt) =>
    show(screen, prompt, recallLine(screen, purposeOf(prompt), prompt, step));
  return [
    {
      action: `${id}.older`,
      keys: ['up', 'ctrl-p'],
      hint: 'history',
      hintWith: `${id}.newer`,
      help: 'Show the previous line of the history',
      run: recall(1),
    },
    {
      action: `${id}.newer`,
      keys: ['down', 'ctrl-n'],
      help: 'Show the next line of the history',
      run: recall(-1),
    },
  ];
}
