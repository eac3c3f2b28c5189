import { complete } from '../../commands/line/complete.ts';
import { parseCommandLine } from '../../commands/line/parse.ts';
import { describeError } from '../../commands/record/describe-error.ts';
import { editLine, graphemesOf } from '../draw/edit-line.ts';
import { cut, widthOf } from '../draw/fit.ts';
import type { Key } from '../draw/key.ts';
import { typedRow } from '../draw/typed-row.ts';
import { closeBinding } from '../input/close-binding.ts';
import { historyBindings } from '../input/history-binding.ts';
import { addSelection } from '../input/selected-argument.ts';
import { changeLayer, closeLayer } from '../state/layers.ts';
import type { CommandLine } from '../state/open/open-command-line.ts';
import { rememberLine, typedLine } from '../state/open/prompt-history.ts';
import { showMessage } from '../state/run/show-message.ts';
import { startCommand } from '../state/run/start-command.ts';
import { type Screen, view } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';

const historyPurpose = 'command';

/** The command line, with completion and a command history. */
export const commandLine = view<CommandLine>({
  id: 'command-line',
  title: 'Command line',
  openedBy: ['command-line.open'],
  kind: 'overlay',
  bindings: [
    {
      action: 'command-line.complete',
      keys: ['tab'],
      hint: 'complete',
      help: 'Complete the word or list the candidates',
      run: (screen, typed) => changeLayer<CommandLine>(screen, completeWord(screen, typed)),
    },
    ...historyBindings<CommandLine>(
      'command-line',
      () => historyPurpose,
      (screen, typed, line) =>
        changeLayer<CommandLine>(screen, { ...typed, ...line, error: undefined, candidates: [] }),
    ),
    { action: 'command-line.run', keys: ['enter'], hint: 'run', help: 'Run the command', run },
    closeBinding('command-line', ['escape']),
    {
      action: 'command-line.close-empty',
      keys: ['backspace'],
      when: isEmpty,
      help: 'Close when the line is empty',
      run: closeLayer,
    },
  ],
  edit,
  prompt,
  insteadOfKeys,
});

/** Draws the typed line, and the selected object on which it would act. */
function prompt({ theme, snapshot }: ScreenState, { line, selection }: CommandLine, width: number): string {
  const row = typedRow(':', line, theme, width);
  const added = addSelection(line.text, selection, snapshot);
  const room = width - widthOf(`:${line.text} `);
  return added === undefined || room <= 0 ? row : row + theme.muted(cut(` → ${added.objects}`, room));
}

/** Replaces the key hints with the error of the line or the completion candidates. */
function insteadOfKeys({ theme }: ScreenState, { error, candidates }: CommandLine, width: number): string | undefined {
  if (error !== undefined) return theme.error(cut(` ${error}`, width));
  if (candidates.length === 0) return undefined;
  const withHints = candidates.map(({ text, hint }) => (hint === '' ? text : `${text} (${hint})`)).join('  ');
  const names = candidates.map(({ text }) => text).join('  ');
  return cut(` ${widthOf(withHints) < width ? withHints : names}`, width);
}

function isEmpty({ line }: CommandLine): boolean {
  return line.text === '';
}

function edit(screen: Screen, typed: CommandLine, key: Key): void {
  const line = editLine(typed.line, key);
  if (line !== undefined)
    changeLayer<CommandLine>(screen, { ...typed, ...typedLine(line), error: undefined, candidates: [] });
}

/** Runs the typed line on the selected object if it names none. A line that does not parse stays open for correction. */
function run(screen: Screen, typed: CommandLine): void {
  const { text } = typed.line;
  try {
    const added = addSelection(text, typed.selection, screen.store.getState().snapshot);
    const parsed = parseCommandLine(added?.line ?? text);
    closeLayer(screen);
    if (parsed === undefined) return;
    rememberLine(screen, historyPurpose, text);
    if (added?.notIncluded !== undefined) showMessage(screen, added.notIncluded, 'warning');
    startCommand(screen, parsed.command, parsed.input);
  } catch (error) {
    const { message, hints } = describeError(error);
    changeLayer<CommandLine>(screen, { ...typed, error: [message, ...hints].join('  '), candidates: [] });
  }
}

/** Completes the common prefix of all candidates. Lists them if there are several. */
function completeWord({ store }: Screen, typed: CommandLine): CommandLine {
  const { snapshot, session } = store.getState();
  if (snapshot === undefined) return typed;
  const graphemes = graphemesOf(typed.line.text);
  const before = graphemes.slice(0, typed.line.cursor).join('');
  const after = graphemes.slice(typed.line.cursor).join('');
  const { start: from, candidates } = complete(
    before,
    snapshot,
    session?.logs.loggers().map(({ name }) => name),
  );
  const [first] = candidates;
  if (first === undefined) return { ...typed, error: 'no completions', candidates: [] };
  const word = candidates.length === 1 ? `${first.text} ` : commonPrefix(candidates.map(({ text }) => text));
  const kept = before.slice(0, from) + (word.length >= before.length - from ? word : before.slice(from));
  const line = { text: kept + after, cursor: graphemesOf(kept).length };
  return { ...typed, line, error: undefined, candidates: candidates.length === 1 ? [] : candidates };
}

function commonPrefix([first = '', ...others]: readonly string[]): string {
  let length = first.length;
  for (const other of others) {
    while (!other.startsWith(first.slice(0, length))) length -= 1;
  }
  return first.slice(0, length);
}
