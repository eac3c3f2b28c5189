import type { Plan } from '../../../src/commands/record/command.ts';
import type { PlanSection } from '../../../src/commands/record/plan/plan-section.ts';
import type { ActivityList } from '../../../src/screen/activities/activity-rows.ts';
import { views } from '../../../src/screen/all-views.ts';
import { lineOf } from '../../../src/screen/draw/edit-line.ts';
import type { ShownHelp } from '../../../src/screen/help/help-box.ts';
import type { MetricSearch } from '../../../src/screen/job/metrics/open-search.ts';
import type { ExceptionList } from '../../../src/screen/logs/exceptions/open-exceptions.ts';
import type { LogPrompt } from '../../../src/screen/logs/prompt/open-log-prompt.ts';
import type { Palette } from '../../../src/screen/palette/palette.ts';
import { sortables } from '../../../src/screen/state/list/sort-menu.ts';
import type { CommandLine } from '../../../src/screen/state/open/open-command-line.ts';
import type { CopyChoice, CopyMenu } from '../../../src/screen/state/open/open-copy.ts';
import type { TypedFilter } from '../../../src/screen/state/open/open-filter.ts';
import type { LevelList } from '../../../src/screen/state/open/open-levels.ts';
import type { SortMenu } from '../../../src/screen/state/open/open-sort.ts';
import type { HistoryLine } from '../../../src/screen/state/open/prompt-history.ts';
import type { ForwardList } from '../../../src/screen/state/open/show-forwards.ts';
import type { ShownText } from '../../../src/screen/state/open/show-text.ts';
import { createDialog, type DialogState } from '../../../src/screen/state/run/open-confirmation.ts';
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
const answers = { confirm: 'Stop job', decline: 'Keep running', declined: 'orders keeps running' };
const dialog = (overrides: Partial<Plan>): Layer => {
  const plan: Plan = {
    title: 'Stop orders',
    lines,
    warnings: [],
    confirmation: { kind: 'yes', ...answers },
    ...overrides,
  };
  const replan = { input: { arguments: [], options: {} }, plan: async () => plan };
  return layer<DialogState>('dialog', {
    ...createDialog(plan, { confirm: () => undefined, replan }),
    isReady: true,
    top: 50,
  });
};
const sections: readonly PlanSection[] = [
  {
    kind: 'items',
    heading: 'Ends 2 jobs',
    items: ['orders', 'a job whose name is a whole SQL statement: INSERT INTO sink SELECT * FROM source'].map(
      (name) => ({
        name,
        id: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
        state: 'RUNNING',
        facts: [{ text: 'state will be lost', isLoss: true }, { text: '2/2 tasks' }, { text: 'started 2m ago' }],
        detail: `s3://bucket/${'checkpoints/'.repeat(10)}chk-8`,
      }),
    ),
  },
  {
    kind: 'diff',
    heading: 'Changes log4j-console.properties',
    lines: [
      { kind: 'context', line: 9, text: 'status = OFF' },
      { kind: 'removed', line: 10, text: 'rootLogger.level = INFO' },
      { kind: 'added', line: 10, text: `rootLogger.level = ${'DEBUG '.repeat(30)}` },
    ],
  },
  { kind: 'text', heading: 'Keeps', lines: ['Checkpoint files'] },
];
const switches = [
  { option: 'savepoint', value: true, label: 'take savepoints first' },
  { option: 'for', value: 600_000, label: 'revert after 10m' },
] as const;
const help = (search = '', isTyping = false): Layer =>
  layer<ShownHelp>('help', {
    sections: [{ title: 'Logs', entries: lines.map((text, index) => ({ names: [`F${index}`, 'PgUp'], help: text })) }],
    search: lineOf(search),
    isTyping,
    top: 50,
  });
export const prompt = (purpose: LogPrompt['purpose'], text: string, error?: string): Layer =>
  layer<LogPrompt>('log-prompt', {
    purpose,
    ...shownFromHistory(text),
    error,
    saveOptions: { lines: 'shown', overwriteFile: undefined },
    suggestion: purpose === 'save' ? 'suggested.log' : undefined,
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
    selection: { job: { underCursor: undefined, marked: [] }, pod: { underCursor: undefined, marked: [] } },
    ...overrides,
  });

/** Actions that work everywhere. */
const palette: Palette = {
  views,
  line: lineOf('screen'),
  found: ['zoom', 'refresh', ...lines].map((name) => ({
    entry: {
      key: `action screen.${name}`,
      title: `Do the action ${name} with all that ${'is '.repeat(30)}here`,
      alias: '',
      kind: `action · ${'long '.repeat(20)}`,
      shownKey: 'Ctrl-X',
      rank: 1,
      ...(name === 'line 2' && { available: () => `not available because ${'of this '.repeat(20)}` }),
      run: () => undefined,
    },
    matches: [0, 3, 4, 90],
  })),
  count: 1000,
  cursor: 1,
  top: 0,
};

/** An example of every overlay, with the cursor in the middle of its items. */
export const exampleLayers: { readonly [name: string]: Layer } = {
  'the search of metrics': layer<MetricSearch>('metric-search', { line: lineOf('num'), cursor: middle, top: 0 }),
  'a text': layer<ShownText>('text', {
    title: 'Event',
    rows: lines.map((text) => ({ text })),
    copy: lines.join('\n'),
    top: 50,
  }),
  'the help': help(),
  'the help while searching': help('line', true),
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
  'a suggested file': prompt('save', ''),
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
  'the palette': layer<Palette>('palette', palette),
  'the activities': layer<ActivityList>('activities', { cursor: middle }),
  'the columns': layer('log-columns', undefined),
  'the minimum levels': layer('log-level', undefined),
  'the sort menu': layer<SortMenu>('sort', { sortable: sortables.pods }),
  'the copy menu of a pod': copyMenu('name', 'ip', 'row'),
  'the copy menu of a job': copyMenu('id', 'name', 'row'),
  'the copy menu of the page of a pod': copyMenu('name', 'ip', 'yaml'),
  'the forwards': layer<ForwardList>('forwards', { cursor: '2' }),
  'the levels': levels(false),
  'the levels, with a filter being typed': levels(true),
  'a command': commandLine('log'),
  'an empty command line': commandLine(''),
  'a yes-no dialog': dialog({}),
  'a dialog with switches': dialog({
    sections,
    switches,
    confirmation: { kind: 'yes', isDestructive: true, ...answers },
  }),
  'a dialog with a name to type': dialog({
    sections,
    switches: switches.slice(0, 1),
    warnings: ['No savepoints are taken.'],
    confirmation: { kind: 'type', word: 'my-first-flink-cluster', ...answers },
  }),
  'a dialog with a name to type and several switches': dialog({
    sections,
    switches,
    confirmation: { kind: 'type', word: 'orders', ...answers },
  }),
};
