import { LogFilterError } from '../../logs/log-filter-error.ts';
import { addTypedFilter } from '../store/logs/filter-logs.ts';
import { jumpToTime } from '../store/logs/jump-to-time.ts';
import { saveLogs } from '../store/logs/save-logs.ts';
import { searchLogs } from '../store/logs/search-logs.ts';
import { closeLayer, openLayer, openLayerBelow, replaceLayer, type Screen } from '../store/screen.ts';
import type { Layer } from '../store/screen-state.ts';
import type { Key } from './decode.ts';
import type { Taken } from './dispatch.ts';
import { editLine, lineOf } from './edit-line.ts';

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

export function pressInLogPrompt(screen: Screen, layer: LogPrompt, key: Key): Taken {
  const isEmpty = layer.line.text === '';
  if (key.name === 'escape' || (key.name === 'backspace' && isEmpty)) {
    closeLayer(screen);
  } else if (key.name === 'enter') {
    accept(screen, layer);
  } else if (key.name === 'tab' && layer.purpose === 'save') {
    replaceLayer(screen, { ...layer, what: layer.what === 'shown' ? 'all' : 'shown' });
  } else {
    const line = editLine(layer.line, key);
    if (line !== undefined) replaceLayer(screen, { ...layer, line, complaint: undefined, overwrites: undefined });
  }
  return 'taken';
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
  if (await saveLogs(screen, file, layer.what, layer.overwrites === file)) return;
  const complaint = `${file} is there already: Enter overwrites it, Esc leaves it`;
  openLayerBelow(screen, { ...layer, complaint, overwrites: file });
}
