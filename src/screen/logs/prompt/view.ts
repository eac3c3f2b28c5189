import { LogFilterError } from '../../../logs/log-filter.ts';
import { editLine, lineOf } from '../../draw/edit-line.ts';
import { cut, widthOf } from '../../draw/fit.ts';
import type { Key } from '../../draw/key.ts';
import { typedRow } from '../../draw/typed-row.ts';
import { closeBinding } from '../../input/close-binding.ts';
import { historyBindings } from '../../input/history-binding.ts';
import { changeLayer, closeLayer, openLayer, openLayerBelow } from '../../state/layers.ts';
import { type HistoryLine, rememberLine, typedLine } from '../../state/open/prompt-history.ts';
import { type Screen, view } from '../../state/screen.ts';
import { addTypedFilter } from '../filter/filter-logs.ts';
import { searchLogs } from '../search/search-logs.ts';
import { jumpToTime } from './jump-to-time.ts';
import type { LogPrompt, LogPromptPurpose } from './open-log-prompt.ts';
import { saveLogs } from './save-logs.ts';

type Purpose = {
  /** Text before the input. */
  readonly label: (prompt: LogPrompt) => string;
  readonly hint: string;
  /** @throws LogFilterError for invalid input */
  readonly accept: (screen: Screen, text: string, prompt: LogPrompt) => void;
};

const purposes: { readonly [Name in LogPromptPurpose]: Purpose } = {
  search: { label: () => '/', hint: 'search', accept: searchLogs },
  filter: { label: () => '&', hint: 'filter', accept: addTypedFilter },
  time: { label: () => '@', hint: 'go to time', accept: jumpToTime },
  save: {
    label: ({ saveOptions }) => (saveOptions.lines === 'shown' ? 'Save filtered lines to: ' : 'Save all lines to: '),
    hint: 'save',
    accept: (screen, text, prompt) => {
      const file = text.trim() || prompt.suggestion;
      if (file !== undefined) void save(screen, prompt, file);
    },
  },
};

const otherTimes = 'or 14:05:30, -10m, 2026-01-31 14:05';

/** Text input of the logs: search, filter, time or file. The key help explains the syntax. */
export const logPrompt = view<LogPrompt>({
  id: 'log-prompt',
  title: 'Log prompt',
  openedBy: ['log.search', 'log.filter', 'log.go-to-time', 'log.save'],
  kind: 'overlay',
  bindings: [
    {
      action: 'log-prompt.accept',
      keys: ['enter'],
      hint: ({ purpose }) => purposes[purpose].hint,
      help: 'Search, filter, go to the time or save',
      run: accept,
    },
    ...historyBindings<LogPrompt>('log-prompt', purposeOf, change),
    {
      action: 'log-prompt.exclude',
      keys: ['!'],
      when: isFor('filter'),
      hint: 'exclude',
      help: 'Before a filter: exclude matching events',
      run: 'typed',
    },
    {
      action: 'log-prompt.regex',
      keys: ['~'],
      when: isFor('search', 'filter'),
      hint: 'regex',
      help: 'Before a text: use a regular expression',
      run: 'typed',
    },
    {
      action: 'log-prompt.logger',
      keys: ['logger:'],
      when: isFor('filter'),
      hint: 'logger',
      help: 'Before a name: only events of this logger',
      run: 'typed',
    },
    {
      action: 'log-prompt.time',
      keys: ['14:05'],
      when: isFor('time'),
      hint: otherTimes,
      help: `Go to a time, ${otherTimes}`,
      run: 'typed',
    },
    {
      action: 'log-prompt.switch-lines',
      keys: ['tab'],
      when: isFor('save'),
      hint: 'filtered or all lines',
      help: 'Switch between filtered and all lines to save',
      run: (screen, { saveOptions, ...prompt }) => {
        const lines = saveOptions.lines === 'shown' ? 'all' : 'shown';
        changeLayer<LogPrompt>(screen, { ...prompt, saveOptions: { ...saveOptions, lines } });
      },
    },
    {
      action: 'log-prompt.edit-suggestion',
      keys: ['right'],
      when: ({ line, suggestion }) => line.text === '' && suggestion !== undefined,
      hint: 'edit the name',
      help: 'Edit the suggested file name',
      run: (screen, prompt) => change(screen, prompt, typedLine(lineOf(prompt.suggestion ?? ''))),
    },
    closeBinding('log-prompt', ['escape']),
    {
      action: 'log-prompt.close-empty',
      keys: ['backspace'],
      when: ({ line }) => line.text === '',
      help: 'Close when the input is empty',
      run: closeLayer,
    },
  ],
  edit,
  prompt: ({ theme }, prompt, width) => {
    const row = typedRow(purposes[prompt.purpose].label(prompt), prompt.line, theme, width);
    const { line, suggestion } = prompt;
    return suggestion === undefined || line.text !== ''
      ? row
      : row + theme.muted(cut(suggestion, width - widthOf(row)));
  },
  insteadOfKeys: ({ theme }, { error }, width) =>
    error === undefined ? undefined : theme.error(cut(` ${error}`, width)),
});

function isFor(...allowed: readonly LogPromptPurpose[]) {
  return ({ purpose }: LogPrompt) => allowed.includes(purpose);
}

function edit(screen: Screen, prompt: LogPrompt, key: Key): void {
  const line = editLine(prompt.line, key);
  if (line !== undefined) change(screen, prompt, typedLine(line));
}

function change(screen: Screen, prompt: LogPrompt, line: HistoryLine): void {
  changeLayer<LogPrompt>(screen, {
    ...prompt,
    ...line,
    error: undefined,
    saveOptions: { ...prompt.saveOptions, overwriteFile: undefined },
  });
}

function purposeOf({ purpose }: LogPrompt): string {
  return `log ${purpose}`;
}

/** Accepts the input. After invalid input, the prompt stays open. */
function accept(screen: Screen, prompt: LogPrompt): void {
  try {
    closeLayer(screen);
    purposes[prompt.purpose].accept(screen, prompt.line.text, prompt);
    rememberLine(screen, purposeOf(prompt), prompt.line.text || (prompt.suggestion ?? ''));
  } catch (error) {
    if (!(error instanceof LogFilterError)) throw error;
    openLayer<LogPrompt>(screen, 'log-prompt', { ...prompt, error: error.message });
  }
}

async function save(screen: Screen, prompt: LogPrompt, file: string): Promise<void> {
  const { lines, overwriteFile } = prompt.saveOptions;
  const problem = await saveLogs(screen, file, lines, overwriteFile === file);
  if (problem === undefined) return;
  const { message } = problem;
  openLayerBelow<LogPrompt>(screen, 'log-prompt', {
    ...prompt,
    error: message,
    saveOptions: { lines, overwriteFile: problem.overwriteFile },
  });
}
