import { LogFilterError } from '../../../logs/log-filter.ts';
import { editLine } from '../../draw/edit-line.ts';
import { cut } from '../../draw/fit.ts';
import type { Key } from '../../draw/key.ts';
import { typedRow } from '../../draw/typed-row.ts';
import { closeBinding } from '../../input/close-binding.ts';
import { changeLayer, closeLayer, openLayer, openLayerBelow } from '../../state/layers.ts';
import { type Screen, view } from '../../state/screen.ts';
import { addTypedFilter } from '../filter-logs.ts';
import { searchLogs } from '../search/search-logs.ts';
import { jumpToTime } from './jump-to-time.ts';
import type { LogPrompt, LogPromptPurpose } from './open-log-prompt.ts';
import { saveLogs } from './save-logs.ts';

type Purpose = {
  /** Before what is typed. */
  readonly sign: (prompt: LogPrompt) => string;
  readonly hint: string;
  /** @throws LogFilterError for what cannot be used */
  readonly accept: (screen: Screen, text: string, prompt: LogPrompt) => void;
};

const purposes: { readonly [Name in LogPromptPurpose]: Purpose } = {
  search: { sign: () => '/', hint: 'search', accept: searchLogs },
  filter: { sign: () => '&', hint: 'filter', accept: addTypedFilter },
  time: { sign: () => '@', hint: 'go there', accept: jumpToTime },
  save: {
    sign: ({ saveOptions: saving }) => (saving.lines === 'shown' ? 'save what is shown to: ' : 'save everything to: '),
    hint: 'save',
    accept: (screen, text, prompt) => {
      if (text.trim() !== '') void save(screen, prompt, text.trim());
    },
  },
};

const otherTimes = 'or 14:05:30, -10m, 2026-01-31 14:05';

/** Something to type for the logs. What is typed has words of its own, which are told with the keys. */
export const logPrompt = view<LogPrompt>({
  id: 'log-prompt',
  title: 'What is typed for the logs, / & @ W',
  kind: 'overlay',
  bindings: [
    {
      action: 'log-prompt.accept',
      keys: ['enter'],
      hint: ({ purpose }) => purposes[purpose].hint,
      help: 'search, filter, go there or save',
      run: accept,
    },
    {
      action: 'log-prompt.without',
      keys: ['!'],
      when: isFor('filter'),
      hint: 'without',
      help: 'in front of a filter: only events without it',
      run: 'typed',
    },
    {
      action: 'log-prompt.regex',
      keys: ['~'],
      when: isFor('search', 'filter'),
      hint: 'regex',
      help: 'in front of a text: it is a regular expression',
      run: 'typed',
    },
    {
      action: 'log-prompt.logger',
      keys: ['logger:'],
      when: isFor('filter'),
      hint: 'a logger',
      help: 'in front of a name: only events of this logger',
      run: 'typed',
    },
    {
      action: 'log-prompt.time',
      keys: ['14:05'],
      when: isFor('time'),
      hint: otherTimes,
      help: `a time to go to, ${otherTimes}`,
      run: 'typed',
    },
    {
      action: 'log-prompt.what',
      keys: ['tab'],
      when: isFor('save'),
      hint: 'what is shown, or everything',
      help: 'when saving: what is shown, or everything',
      run: (screen, { saveOptions: saving, ...prompt }) => {
        const what = saving.lines === 'shown' ? 'all' : 'shown';
        changeLayer<LogPrompt>(screen, { ...prompt, saveOptions: { ...saving, lines: what } });
      },
    },
    closeBinding('log-prompt', ['escape']),
    {
      action: 'log-prompt.leave',
      keys: ['backspace'],
      when: ({ line }) => line.text === '',
      help: 'close, where nothing is typed',
      run: closeLayer,
    },
  ],
  edit,
  prompt: ({ theme }, prompt, width) => typedRow(purposes[prompt.purpose].sign(prompt), prompt.line, theme, width),
  insteadOfKeys: ({ theme }, { error: complaint }, width) =>
    complaint === undefined ? undefined : theme.error(cut(` ${complaint}`, width)),
});

function isFor(...wanted: readonly LogPromptPurpose[]) {
  return ({ purpose }: LogPrompt) => wanted.includes(purpose);
}

function edit(screen: Screen, prompt: LogPrompt, key: Key): void {
  const line = editLine(prompt.line, key);
  if (line === undefined) return;
  changeLayer<LogPrompt>(screen, {
    ...prompt,
    line,
    error: undefined,
    saveOptions: { ...prompt.saveOptions, overwriteFile: undefined },
  });
}

/** What cannot be used stays to be put right. */
function accept(screen: Screen, prompt: LogPrompt): void {
  try {
    closeLayer(screen);
    purposes[prompt.purpose].accept(screen, prompt.line.text, prompt);
  } catch (error) {
    if (!(error instanceof LogFilterError)) throw error;
    openLayer<LogPrompt>(screen, 'log-prompt', { ...prompt, error: error.message });
  }
}

async function save(screen: Screen, prompt: LogPrompt, file: string): Promise<void> {
  const { lines: what, overwriteFile: overwrites } = prompt.saveOptions;
  const reason = await saveLogs(screen, file, what, overwrites === file);
  if (reason === undefined) return;
  const { message: complaint } = reason;
  openLayerBelow<LogPrompt>(screen, 'log-prompt', {
    ...prompt,
    error: complaint,
    saveOptions: { lines: what, overwriteFile: reason.overwriteFile },
  });
}
