import type { TestTerminal } from '../mount-screen.ts';
import { openTerminal } from '../terminal.ts';
import { type Area, createArea } from './area.ts';
import { createDialog, type Dialog } from './dialog.ts';
import { describeDifference, type Expected, isRow } from './expected.ts';
import { framesOf, type ShownFrame } from './frames.ts';
import { bytesOf, keyOf } from './keys.ts';
import { createList, type List } from './list.ts';
import { createPrompt, type Prompt } from './prompt.ts';
import { createRows, type Rows } from './rows.ts';
import { createToast, type Toast } from './toast.ts';

type Table = List & {
  /** Types a filter and keeps it. */
  readonly filter: (text: string) => Promise<void>;
};

type SortedTable = Table & {
  /** Marks or unmarks rows. */
  readonly mark: (...names: readonly string[]) => Promise<void>;
  /** Chooses a column in the sort menu; again to reverse the order. */
  readonly sortBy: (title: string) => Promise<void>;
};

type Logs = List & {
  readonly filter: (text: string) => Promise<void>;
  readonly search: (text: string) => Promise<void>;
  readonly goToTime: (text: string) => Promise<void>;
  /** Chooses the minimum level by its letter: `all`, `warn`. */
  readonly setLevel: (level: string) => Promise<void>;
};

type CommandLine = Prompt & {
  /** Opens the command line and runs a command. */
  readonly run: (line: string) => void;
  /** Runs this line instead of the text in the open command line. */
  readonly replace: (line: string) => Promise<void>;
};

/** Operates the screen like a user. Each check waits until the screen is as expected. */
export type ScreenDriver = {
  readonly terminal: TestTerminal;
  readonly header: Rows;
  readonly pods: SortedTable;
  readonly jobs: SortedTable;
  readonly logs: Logs;
  /** The page of one job. */
  readonly job: Area;
  readonly timeline: Area;
  /** The page of the log volume by logger. */
  readonly talkers: Area;
  /** The page of what is wrong. */
  readonly why: Area;
  /** The page of one pod. */
  readonly pod: Area;
  /** The page of the memory. */
  readonly memory: Area;
  /** The page of what the session runs with. */
  readonly session: Area;
  readonly picker: Table;
  readonly levels: List;
  readonly forwards: List;
  readonly exceptions: List;
  readonly columns: List;
  readonly sortMenu: List;
  readonly copyMenu: List;
  readonly activities: List & { readonly open: () => void };
  /** The entries of the palette. */
  readonly palette: List & {
    readonly open: () => void;
    /** Runs the entry under the cursor. */
    readonly run: () => void;
    /** Opens the palette, types a text, waits until this row has the cursor, and runs it. */
    readonly find: (text: string, row: RegExp) => Promise<void>;
  };
  readonly toast: Toast;
  readonly dialog: Dialog;
  readonly help: Area;
  /** The text view with the result of a command, an error or a log event. */
  readonly result: Area;
  readonly commandLine: CommandLine;
  readonly filterPrompt: Prompt;
  readonly logPrompt: Prompt;
  readonly footer: Rows;
  /** Waits for this message above the footer. */
  readonly message: (expected: Expected) => Promise<void>;
  readonly noMessage: (unexpected: Expected) => Promise<void>;
  /** Presses the first key of an action, or `key`, in the focused view. */
  readonly press: (action: string, key?: string) => void;
  /** Types text into the focused view. */
  readonly type: (text: string) => void;
  /** Waits until the clipboard of the terminal contains this text. */
  readonly copied: (text: string) => Promise<void>;
};

const pane = (name: string) => new RegExp(`^(\\d )?${name}\\b(?! ›)`);
/** The view id and the title of each frame. */
const frames = {
  pods: { viewId: 'pods', title: pane('Pods') },
  jobs: { viewId: 'jobs', title: pane('Jobs') },
  logs: { viewId: 'logs', title: pane('Logs') },
  job: { viewId: 'job', title: /^2 Jobs › / },
  timeline: { viewId: 'timeline', title: /^Timeline$/ },
  talkers: { viewId: 'talkers', title: /^Log volume by logger/ },
  why: { viewId: 'why', title: /^What is wrong/ },
  pod: { viewId: 'pod', title: /^1 Pods › / },
  memory: { viewId: 'memory', title: /^Memory/ },
  session: { viewId: 'session', title: /^Session$/ },
  picker: { viewId: 'clusters', title: /^(Flink clusters|Contexts|Namespaces)\b/ },
  levels: { viewId: 'levels', title: /^Levels \(/ },
  forwards: { viewId: 'forwards', title: /^Port forwards \(/ },
  exceptions: { viewId: 'exceptions', title: /^Exceptions, / },
  columns: { viewId: 'log-columns', title: /^Columns$/ },
  sortMenu: { viewId: 'sort', title: /^Sort \w+ by$/ },
  copyMenu: { viewId: 'copy', title: /^Copy from / },
  activities: { viewId: 'activities', title: /^Activities \(/ },
  // A narrow screen cuts the title.
  dialog: { viewId: 'dialog', title: /\?$|^! / },
  help: { viewId: 'help', title: /^Help$/ },
  palette: { viewId: 'palette', title: /^Palette$/ },
} as const;

type FrameName = keyof typeof frames;

/** Without the names of the lists, a notice, the column titles and the details. */
function pickerItems([, ...rows]: readonly string[]): readonly string[] {
  const first = rows.findIndex((row) => /^ +(CLUSTER|CONTEXT|NAMESPACE) /.test(row)) + 1;
  const end = rows.findIndex((row, index) => index >= first && row.trim() === '');
  return rows.slice(first, end === -1 ? undefined : end);
}

type PaneName = 'pods' | 'jobs' | 'logs';

/** Mounts the whole screen on a terminal in memory and closes it when the test ends. */
export function openScreen(...options: Parameters<typeof openTerminal>): ScreenDriver {
  const terminal = openTerminal(...options);
  const has = (name: FrameName) => (frame: ShownFrame) => frames[name].title.test(frame.title);
  const hasFocus = (name: FrameName) => framesOf(terminal).findLast(has(name))?.isFocused === true;
  const press: ScreenDriver['press'] = (action, key) => terminal.keys(bytesOf(keyOf(action, key)));

  const focus = (name: PaneName) => async () => {
    await terminal.until('a focused pane', () => framesOf(terminal).some(({ isFocused }) => isFocused));
    if (hasFocus(name)) return;
    terminal.keys(bytesOf(keyOf(`pane.${name}`)));
    await terminal.until(`the ${name} pane to be focused`, () => hasFocus(name));
  };
  const area = (name: FrameName, focusFrame?: () => Promise<void>) =>
    createArea(terminal, {
      name: `the ${name}`,
      viewId: frames[name].viewId,
      isOwnFrame: has(name),
      focus: focusFrame,
    });
  const overlayList = (name: FrameName, itemsOf?: (rows: readonly string[]) => readonly string[]) => {
    const focusFrame = () => terminal.until(`the ${name} to be focused`, () => hasFocus(name));
    return createList(terminal, `the ${name}`, area(name), { focus: focusFrame, ...(itemsOf && { itemsOf }) });
  };

  const filterPrompt = createPrompt(terminal, { label: '/', accept: 'filter.keep', close: 'filter.clear' });
  const logPrompt = createPrompt(terminal, { label: '', accept: 'log-prompt.accept', close: 'log-prompt.close' });
  const commandPrompt = createPrompt(terminal, { label: ':', accept: 'command-line.run', close: 'command-line.close' });

  const withFilter = (list: List, action: string): Table => ({
    ...list,
    filter: async (text) => {
      await list.press(action);
      filterPrompt.type(text);
      filterPrompt.accept();
    },
  });
  const sortMenu = overlayList('sortMenu');
  const table = (name: 'pods' | 'jobs'): SortedTable => {
    const focusFrame = focus(name);
    const itemsOf = (rows: readonly string[]) => (/^ {2}NAME/.test(rows[0] ?? '') ? rows.slice(1) : rows);
    const list = withFilter(
      createList(terminal, `the ${name}`, area(name, focusFrame), { focus: focusFrame, itemsOf }),
      `${name}.filter`,
    );
    return {
      ...list,
      mark: async (...rowNames) => {
        for (const rowName of rowNames) {
          const isMarked = () => list.rows().some((row) => new RegExp(`^.●${rowName} `).test(row));
          await list.select(rowName);
          const wasMarked = isMarked();
          await list.press(name === 'pods' ? 'pod.mark' : 'job.mark');
          await terminal.until(`another mark of ${rowName}`, () => isMarked() !== wasMarked);
        }
      },
      sortBy: async (title) => {
        await list.press(`${name}.sort`);
        await sortMenu.select(title);
        await sortMenu.press('sort.choose');
        await sortMenu.isClosed();
      },
    };
  };

  const logsList = createList(terminal, 'the logs', area('logs', focus('logs')), {
    focus: focus('logs'),
    format: (row) => row,
  });
  const typeInto = (action: string) => async (text: string) => {
    await logsList.press(action);
    logPrompt.type(text);
    logPrompt.accept();
  };

  const result = createArea(terminal, {
    name: 'the result',
    viewId: 'text',
    isOwnFrame: ({ title, isFocused }) => isFocused && !Object.values(frames).some((known) => known.title.test(title)),
  });

  // Without the typed line and the row below the list.
  const paletteList = overlayList('palette', (rows) => rows.slice(1, -1));

  const messageRow = () => terminal.rows().at(-2)?.trim() ?? '';
  return {
    terminal,
    header: createRows(terminal, 'the header', (rows) => rows.slice(0, 2)),
    pods: table('pods'),
    jobs: table('jobs'),
    logs: {
      ...logsList,
      filter: typeInto('log.filter'),
      search: typeInto('log.search'),
      goToTime: typeInto('log.go-to-time'),
      setLevel: async (level) => {
        await logsList.press('log.level');
        press(`log-level.${level}`);
      },
    },
    job: area('job'),
    timeline: area('timeline'),
    talkers: area('talkers'),
    why: area('why'),
    pod: area('pod'),
    memory: area('memory'),
    session: area('session'),
    picker: withFilter(overlayList('picker', pickerItems), 'clusters.filter'),
    // Without the column titles and the note below the loggers.
    levels: overlayList('levels', (rows) => rows.slice(1, -1)),
    forwards: overlayList('forwards'),
    exceptions: overlayList('exceptions'),
    columns: overlayList('columns'),
    sortMenu,
    copyMenu: overlayList('copyMenu'),
    // Without the column titles.
    activities: { ...overlayList('activities', (rows) => rows.slice(1)), open: () => press('activities.show') },
    palette: {
      ...paletteList,
      open: () => press('palette.open'),
      run: () => press('palette.run'),
      find: async (text, row) => {
        press('palette.open');
        await paletteList.isFocused();
        terminal.keys(text);
        const selected = () => paletteList.rows().find((shown) => shown.startsWith('▶')) ?? '';
        const details = () => describeDifference([row], paletteList.rows());
        await terminal.until(`the palette to select ${row}`, () => row.test(selected()), details);
        press('palette.run');
      },
    },
    toast: createToast(terminal),
    dialog: createDialog(terminal, area('dialog')),
    help: area('help'),
    result,
    commandLine: {
      ...commandPrompt,
      run: (line) => {
        press('command-line.open');
        commandPrompt.type(line);
        commandPrompt.accept();
      },
      replace: async (line) => {
        await terminal.until('an open command line', commandPrompt.isOpen);
        commandPrompt.clear();
        commandPrompt.type(line);
        commandPrompt.accept();
      },
    },
    filterPrompt,
    logPrompt,
    footer: createRows(terminal, 'the footer', (rows) => rows.slice(-1)),
    message: (expected) =>
      terminal.until(
        'the message',
        () => isRow(messageRow(), expected),
        () => describeDifference([expected], [messageRow()]),
      ),
    noMessage: (unexpected) => terminal.until(`no message ${unexpected}`, () => !isRow(messageRow(), unexpected)),
    press,
    type: terminal.keys,
    copied: (text) => {
      const last = () => [...terminal.written().matchAll(/\x1b\]52;c;([^\x07]*)\x07/g)].at(-1)?.[1] ?? '';
      const seen = () => Buffer.from(last(), 'base64').toString();
      return terminal.until(
        'the clipboard',
        () => seen() === text,
        () => describeDifference([text], [seen()]),
      );
    },
  };
}
