import { complete } from '../../commands/complete.ts';
import { describeError } from '../../commands/describe-error.ts';
import { parseLine } from '../../commands/parse.ts';
import { editLine, graphemesOf, lineOf } from '../draw/edit-line.ts';
import type { Key } from '../input/decode.ts';
import type { LayerKeys } from '../input/layer-binding.ts';
import { startCommand } from '../state/run-command.ts';
import { closeLayer, replaceLayer, type Screen } from '../state/screen.ts';
import type { Layer } from '../state/screen-state.ts';

type CommandLine = Layer & { readonly kind: 'command-line' };

const longestHistory = 100;

export const commandLineKeys: LayerKeys<CommandLine> = {
  title: 'Command line, :',
  keys: [
    {
      keys: ['tab'],
      hint: 'complete',
      help: 'complete the word, or show what it may become',
      run: (screen, layer) => replaceLayer(screen, completed(screen, layer)),
    },
    {
      keys: ['up', 'down'],
      shown: ['↑↓'],
      hint: 'history',
      help: 'the lines typed before',
      run: (screen, layer, { name }) => replaceLayer(screen, recall(screen, layer, name === 'up' ? 1 : -1)),
    },
    { keys: ['enter'], hint: 'run', help: 'run it', run },
    { keys: ['escape'], hint: 'close', help: 'close', run: closeLayer },
    { keys: ['backspace'], when: isEmpty, help: 'close, where nothing is typed', run: closeLayer },
  ],
  edit,
};

function isEmpty({ line }: CommandLine): boolean {
  return line.text === '';
}

function edit(screen: Screen, layer: CommandLine, key: Key): void {
  const line = editLine(layer.line, key);
  if (line !== undefined) replaceLayer(screen, { ...layer, line, recalled: 0, error: undefined, candidates: [] });
}

/** What does not parse stays to be put right. */
function run(screen: Screen, layer: CommandLine): void {
  const { text } = layer.line;
  try {
    const parsed = parseLine(text);
    closeLayer(screen);
    if (parsed === undefined) return;
    remember(screen, text);
    startCommand(screen, parsed.command, parsed.input);
  } catch (error) {
    const { message, hints } = describeError(error);
    replaceLayer(screen, { ...layer, error: [message, ...hints].join('  '), candidates: [] });
  }
}

function remember({ store }: Screen, text: string): void {
  store.setState(({ history }) => ({
    history: [...history.filter((line) => line !== text), text].slice(-longestHistory),
  }));
}

function recall({ store }: Screen, layer: CommandLine, step: number): CommandLine {
  const { history } = store.getState();
  const recalled = Math.max(0, Math.min(history.length, layer.recalled + step));
  const draft = layer.recalled === 0 ? layer.line.text : layer.draft;
  const text = recalled === 0 ? draft : (history.at(-recalled) ?? '');
  return { ...layer, line: lineOf(text), recalled, draft, error: undefined, candidates: [] };
}

/** As far as all candidates agree; what they are is shown where they do not. */
function completed({ store }: Screen, layer: CommandLine): CommandLine {
  const { snapshot, session } = store.getState();
  if (snapshot === undefined) return layer;
  const graphemes = graphemesOf(layer.line.text);
  const before = graphemes.slice(0, layer.line.cursor).join('');
  const after = graphemes.slice(layer.line.cursor).join('');
  const { from, candidates } = complete(
    before,
    snapshot,
    session?.logs.loggers().map(({ name }) => name),
  );
  const [first] = candidates;
  if (first === undefined) return { ...layer, error: 'nothing to complete here', candidates: [] };
  const word = candidates.length === 1 ? `${first.text} ` : sharedStart(candidates.map(({ text }) => text));
  const kept = before.slice(0, from) + (word.length >= before.length - from ? word : before.slice(from));
  const line = { text: kept + after, cursor: graphemesOf(kept).length };
  return { ...layer, line, error: undefined, candidates: candidates.length === 1 ? [] : candidates };
}

function sharedStart([first = '', ...others]: readonly string[]): string {
  let length = first.length;
  for (const other of others) {
    while (!other.startsWith(first.slice(0, length))) length -= 1;
  }
  return first.slice(0, length);
}
