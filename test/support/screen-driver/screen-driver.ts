import type { TestTerminal } from '../mount-screen.ts';
import { openTerminal } from '../terminal.ts';
import { type Area, openArea } from './area.ts';
import { type Dialog, openDialog } from './dialog.ts';
import { framesOf, type ShownFrame } from './frames.ts';
import { bytesOf, keyOf, keyOutside } from './keys.ts';
import { type List, openList } from './list.ts';
import { openPrompt, type Prompt } from './prompt.ts';
import { openRows, type Rows } from './rows.ts';
import { compare, isRow, type Wanted } from './wanted.ts';

type Table = List & {
  /** Types a filter and keeps it. */
  readonly filter: (text: string) => Promise<void>;
};

type Logs = List & {
  readonly filter: (text: string) => Promise<void>;
  readonly search: (text: string) => Promise<void>;
  readonly goToTime: (text: string) => Promise<void>;
};

type CommandLine = Prompt & {
  /** Opens the command line and runs a command. */
  readonly run: (line: string) => void;
  /** Replaces the text of the open command line and runs it. */
  readonly replace: (line: string) => Promise<void>;
};

/** The screen in the words of a user. Methods that read wait until the screen is as they say. */
export type ScreenDriver = {
  readonly terminal: TestTerminal;
  readonly header: Rows;
  readonly pods: Table;
  readonly jobs: Table;
  readonly logs: Logs;
  /** The page of one job. */
  readonly job: Area;
  readonly picker: Table;
  readonly levels: List;
  readonly forwards: List;
  readonly exceptions: List;
  readonly columns: List;
  readonly dialog: Dialog;
  readonly help: Area;
  /** The text of a command, a failure or an event. */
  readonly result: Area;
  readonly commandLine: CommandLine;
  readonly filterPrompt: Prompt;
  readonly logPrompt: Prompt;
  readonly footer: Rows;
  /** Waits for this message above the footer. */
  readonly message: (wanted: Wanted) => Promise<void>;
  readonly noMessage: (unwanted: Wanted) => Promise<void>;
  /** Presses the key of an action in the front view: the first one, or `key`. */
  readonly press: (action: string, key?: string) => void;
  /** Types text into the front view. */
  readonly type: (text: string) => void;
  /** Waits until this text is in the clipboard of the terminal. */
  readonly copied: (text: string) => Promise<void>;
};

const pane = (name: string) => new RegExp(`^(\\d )?${name}\\b(?! ›)`);
/** The view and the title of each frame. */
const frames = {
  pods: { viewId: 'pods', title: pane('Pods') },
  jobs: { viewId: 'jobs', title: pane('Jobs') },
  logs: { viewId: 'logs', title: pane('Logs') },
  job: { viewId: 'job', title: /^2 Jobs › / },
  picker: { viewId: 'clusters', title: /^Flink clusters/ },
  levels: { viewId: 'levels', title: /^Levels \(/ },
  forwards: { viewId: 'forwards', title: /^Port forwards \(/ },
  exceptions: { viewId: 'exceptions', title: /^Exceptions, / },
  columns: { viewId: 'log-columns', title: /^Columns$/ },
  dialog: { viewId: 'dialog', title: /\?$/ },
  help: { viewId: 'help', title: /^Help$/ },
} as const;

type FrameName = keyof typeof frames;
type PaneName = 'pods' | 'jobs' | 'logs';

/** Mounts the whole screen on a terminal in memory and closes it when the test ends. */
export function openScreen(...options: Parameters<typeof openTerminal>): ScreenDriver {
  const terminal = openTerminal(...options);
  const has = (name: FrameName) => (frame: ShownFrame) => frames[name].title.test(frame.title);
  const isFront = (name: FrameName) => framesOf(terminal).findLast(has(name))?.isFocused === true;
  const press: ScreenDriver['press'] = (action, key) => terminal.keys(bytesOf(keyOf(action, key)));

  const focus = (name: PaneName) => async () => {
    await terminal.until('a focused pane', () => framesOf(terminal).some(({ isFocused }) => isFocused));
    if (isFront(name)) return;
    const action = `pane.${name}`;
    terminal.keys(bytesOf(isFront('logs') ? keyOutside(action, 'logs') : keyOf(action)));
    await terminal.until(`the ${name} pane in front`, () => isFront(name));
  };
  const area = (name: FrameName, toFront?: () => Promise<void>) =>
    openArea(terminal, { name: `the ${name}`, viewId: frames[name].viewId, isIt: has(name), focus: toFront });
  const overlayList = (name: FrameName, itemsOf?: (rows: readonly string[]) => readonly string[]) => {
    const toFront = () => terminal.until(`the ${name} in front`, () => isFront(name));
    return openList(terminal, `the ${name}`, area(name), { focus: toFront, ...(itemsOf && { itemsOf }) });
  };

  const filterPrompt = openPrompt(terminal, { label: '/', accept: 'filter.keep', close: 'filter.clear' });
  const logPrompt = openPrompt(terminal, { label: '', accept: 'log-prompt.accept', close: 'log-prompt.close' });
  const commandPrompt = openPrompt(terminal, { label: ':', accept: 'command-line.run', close: 'command-line.close' });

  const withFilter = (list: List, action: string): Table => ({
    ...list,
    filter: async (text) => {
      await list.press(action);
      filterPrompt.type(text);
      filterPrompt.accept();
    },
  });
  const table = (name: 'pods' | 'jobs') => {
    const toFront = focus(name);
    const itemsOf = (rows: readonly string[]) => (/^ {2}NAME /.test(rows[0] ?? '') ? rows.slice(1) : rows);
    return withFilter(
      openList(terminal, `the ${name}`, area(name, toFront), { focus: toFront, itemsOf }),
      `${name}.filter`,
    );
  };

  const logsList = openList(terminal, 'the logs', area('logs', focus('logs')), {
    focus: focus('logs'),
    format: (row) => row,
  });
  const asking = (action: string) => async (text: string) => {
    await logsList.press(action);
    logPrompt.type(text);
    logPrompt.accept();
  };

  const result = openArea(terminal, {
    name: 'the result',
    viewId: 'text',
    isIt: ({ title, isFocused }) => isFocused && !Object.values(frames).some((known) => known.title.test(title)),
  });

  const messageRow = () => terminal.rows().at(-2)?.trim() ?? '';
  return {
    terminal,
    header: openRows(terminal, 'the header', (rows) => rows.slice(0, terminal.terminal.cols >= 120 ? 2 : 3)),
    pods: table('pods'),
    jobs: table('jobs'),
    logs: {
      ...logsList,
      filter: asking('log.filter'),
      search: asking('log.search'),
      goToTime: asking('log.go-to-time'),
    },
    job: area('job'),
    picker: withFilter(overlayList('picker'), 'clusters.filter'),
    // Without the column titles and the note below the loggers.
    levels: overlayList('levels', (rows) => rows.slice(1, -1)),
    forwards: overlayList('forwards'),
    exceptions: overlayList('exceptions'),
    columns: overlayList('columns'),
    dialog: openDialog(terminal, area('dialog')),
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
    footer: openRows(terminal, 'the footer', (rows) => rows.slice(-1)),
    message: (wanted) =>
      terminal.until(
        'the message',
        () => isRow(messageRow(), wanted),
        () => compare([wanted], [messageRow()]),
      ),
    noMessage: (unwanted) => terminal.until(`no message ${unwanted}`, () => !isRow(messageRow(), unwanted)),
    press,
    type: terminal.keys,
    copied: (text) => {
      const last = () => [...terminal.written().matchAll(/\x1b\]52;c;([^\x07]*)\x07/g)].at(-1)?.[1] ?? '';
      const seen = () => Buffer.from(last(), 'base64').toString();
      return terminal.until(
        'the clipboard',
        () => seen() === text,
        () => compare([text], [seen()]),
      );
    },
  };
}
