import { lineOf } from '../../../src/screen/draw/edit-line.ts';
import type { ScrolledText } from '../../../src/screen/draw/text-box.ts';
import type { LevelList } from '../../../src/screen/levels/levels-box.ts';
import type { ExceptionList } from '../../../src/screen/logs/exceptions/open-exceptions.ts';
import type { LogPrompt } from '../../../src/screen/logs/prompt/open-log-prompt.ts';
import type { SortMenu } from '../../../src/screen/sort/view.tsx';
import type { CommandLine } from '../../../src/screen/state/open/open-command-line.ts';
import type { CopyChoice, CopyMenu } from '../../../src/screen/state/open/open-copy.ts';
import type { TypedFilter } from '../../../src/screen/state/open/open-filter.ts';
import type { HistoryLine } from '../../../src/screen/state/open/prompt-history.ts';
import type { ForwardList } from '../../../src/screen/state/open/show-forwards.ts';
import type { ShownText } from '../../../src/screen/state/open/show-text.ts';
import type { DialogState } from '../../../src/screen/state/run/open-confirmation.ts';
import type { Layer } from '../../../src/screen/state/screen-state.ts';

const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`);
const [middle, many] = [4, 9];

/** Example lines of every prompt's history. */
export const exampleHistories = Object.fromEntries(
  ['command', 'filter of pods', 'filter of levels', 'log search', 'log filter', 'log time', 'log save'].map(
    (purpose) => [purpose, ['oldest', 'middle', 'newest']],
  ),
);
/** An edited line, one step back in the history. */
const shownFromHistory = (text: string): HistoryLine => ({ line: lineOf(text), historyOffset: 1, draft: '' });

const layer = <Own>(id: string, viewState: Own): Layer => ({ id, viewState });
const dialog = (confirmation: DialogState['plan']['confirmation']): Layer =>
  layer<DialogState>('dialog', {
    plan: { title: 'Stop orders', lines, warnings: [], confirmation },
    top: 50,
    typed: lineOf(''),
    inputError: undefined,
    confirm: () => undefined,
  });
export const prompt = (purpose: LogPrompt['purpose'], text: string, error?: string): Layer =>
  layer<LogPrompt>('log-prompt', {
    purpose,
    ...shownFromHistory(text),
    error,
    saveOptions: { lines: 'shown', overwriteFile: undefined },
  });
const copyMenu = (...kinds: readonly CopyChoice['kind'][]): Layer =>
  layer<CopyMenu>('copy', { subject: 'orders', choices: kinds.map((kind) => ({ kind, lines: [kind] })) });
const levels = (isTyping: boolean): Layer =>
  layer<LevelList>('levels', { cursor: `org.${middle}`, ...shownFromHistory('org'), isTyping });
export const commandLine = (text: string, overrides: Partial<CommandLine> = {}): Layer =>
  layer<CommandLine>('command-line', {
    ...shownFromHistory(text),
    error: undefined,
    candidates: [],
    ...overrides,
  });

/** An example of every overlay, with the cursor in the middle of its items. */
export const exampleLayers: { readonly [name: string]: Layer } = {
  'a text': layer<ShownText>('text', {
    title: 'Event',
    rows: lines.map((text) => ({ text })),
    copy: lines.join('\n'),
    top: 50,
  }),
  'the help': layer<ScrolledText>('help', { title: 'Help', rows: lines.map((text) => ({ text })), top: 50 }),
  'a table': layer<ShownText>('text', {
    title: 'list jobs',
    rows: lines.map((text) => ({ text: `${text}  ${'x'.repeat(100)}`, indent: 80 })),
    copy: 'ids',
    top: 50,
    column: 16,
  }),
  'a filter': layer<TypedFilter>('filter', { viewId: 'pods', ...shownFromHistory('cluster') }),
  'a search': prompt('search', 'disk full'),
  'a filter of the logs': prompt('filter', 'disk full'),
  'a time': prompt('time', '14:05'),
  'a file to save to': prompt('save', '/nowhere/flink.log'),
  'an empty search': prompt('search', ''),
  'equal stack traces': layer<ExceptionList>('exceptions', {
    cursor: middle,
    groups: Array.from({ length: many }, (_, index) => ({
      id: `${index}`,
      title: `java.io.IOException: ${index}`,
      causes: [],
      count: 1,
      firstAt: 0,
      lastAt: 0,
      pods: [],
      last: { key: 'none', sequence: 0 },
    })),
  }),
  'the columns': layer('log-columns', undefined),
  'the minimum levels': layer('log-level', undefined),
  'the sort menu': layer<SortMenu>('sort', { table: 'pods' }),
  'the copy menu of a pod': copyMenu('name', 'ip', 'row'),
  'the copy menu of a job': copyMenu('id', 'name', 'row'),
  'the forwards': layer<ForwardList>('forwards', { cursor: 2 }),
  'the levels': levels(false),
  'the levels, with a filter being typed': levels(true),
  'a command': commandLine('log'),
  'an empty command line': commandLine(''),
  'a yes-no dialog': dialog({ kind: 'yes' }),
  'a dialog with a name to type': dialog({ kind: 'type', word: 'my-first-flink-cluster' }),
};
