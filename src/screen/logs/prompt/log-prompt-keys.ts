import { LogFilterError } from '../../../logs/log-filter-error.ts';
import { editLine, lineOf } from '../../draw/edit-line.ts';
import type { Key } from '../../input/decode.ts';
import type { LayerKeys } from '../../input/layer-binding.ts';
import { closeLayer, openLayer, openLayerBelow, replaceLayer, type Screen } from '../../state/screen.ts';
import type { Layer } from '../../state/screen-state.ts';
import { addTypedFilter } from '../filter-logs.ts';
import { searchLogs } from '../search-logs.ts';
import { jumpToTime } from './jump-to-time.ts';
import { saveLogs } from './save-logs.ts';

type LogPrompt = Layer & { readonly kind: 'log-prompt' };

/** Something to type for the logs. */
export function openLogPrompt(screen: Screen, purpose: LogPrompt['purpose'], text = ''): void {
  openLayer(screen, {
    kind: 'log-prompt',
    purpose,
    line: lineOf(text),
    complaint: undefined,
    what: 'shown',
    overwrites: undefined,
  });
}

const acceptHints: { readonly [Purpose in LogPrompt['purpose']]: string } = {
  search: 'search',
  filter: 'filter',
  time: 'go there',
  save: 'save',
};

const otherTimes = 'or 14:05:30, -10m, 2026-01-31 14:05';

/** What is typed has words of its own, which are told with the keys. */
export const logPromptKeys: LayerKeys<LogPrompt> = {
  title: 'What is typed for the logs, / & @ W',
  keys: [
    {
      keys: ['enter'],
      hint: ({ purpose }) => acceptHints[purpose],
      help: 'search, filter, go there or save',
      run: accept,
    },
    {
      keys: ['!'],
      when: isFor('filter'),
      hint: 'without',
      help: 'in front of a filter: only events without it',
      run: 'typed',
    },
    {
      keys: ['~'],
      when: isFor('search', 'filter'),
      hint: 'regex',
      help: 'in front of a text: it is a regular expression',
      run: 'typed',
    },
    {
      keys: ['logger:'],
      when: isFor('filter'),
      hint: 'a logger',
      help: 'in front of a name: only events of this logger',
      run: 'typed',
    },
    {
      keys: ['14:05'],
      when: isFor('time'),
      hint: otherTimes,
      help: `a time to go to, ${otherTimes}`,
      run: 'typed',
    },
    {
      keys: ['tab'],
      when: isFor('save'),
      hint: 'what is shown, or everything',
      help: 'when saving: what is shown, or everything',
      run: (screen, layer) => replaceLayer(screen, { ...layer, what: layer.what === 'shown' ? 'all' : 'shown' }),
    },
    { keys: ['escape'], hint: 'close', help: 'close', run: closeLayer },
    { keys: ['backspace'], when: isEmpty, help: 'close, where nothing is typed', run: closeLayer },
  ],
  edit,
};

function isFor(...purposes: readonly LogPrompt['purpose'][]) {
  return ({ purpose }: LogPrompt) => purposes.includes(purpose);
}

function isEmpty({ line }: LogPrompt): boolean {
  return line.text === '';
}

function edit(screen: Screen, layer: LogPrompt, key: Key): void {
  const line = editLine(layer.line, key);
  if (line !== undefined) replaceLayer(screen, { ...layer, line, complaint: undefined, overwrites: undefined });
}

/** What cannot be used stays to be put right. */
function accept(screen: Screen, layer: LogPrompt): void {
  const { text } = layer.line;
  try {
    closeLayer(screen);
    if (layer.purpose === 'search') searchLogs(screen, text);
    else if (layer.purpose === 'filter') addTypedFilter(screen, text);
    else if (layer.purpose === 'time') jumpToTime(screen, text);
    else if (text.trim() !== '') void save(screen, layer, text.trim());
  } catch (error) {
    if (!(error instanceof LogFilterError)) throw error;
    openLayer(screen, { ...layer, complaint: error.message });
  }
}

async function save(screen: Screen, layer: LogPrompt, file: string): Promise<void> {
  const reason = await saveLogs(screen, file, layer.what, layer.overwrites === file);
  if (reason !== undefined) openLayerBelow(screen, { ...layer, ...reason });
}
