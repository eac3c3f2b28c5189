import { logLevel } from '../../commands/log-level/log-level.ts';
import type { Input } from '../../commands/record/command.ts';
import type { ConfigLevel } from '../../logging-config/logging-config.ts';
import { editLine, emptyLine } from '../draw/edit-line.ts';
import type { Key } from '../draw/key.ts';
import { type Movement, moveBy } from '../draw/movement.ts';
import { historyBindings } from '../input/history-binding.ts';
import { movementBinding } from '../input/movement-binding.ts';
import { allMovement } from '../input/movement-keys.ts';
import { changeLayer, closeLayer } from '../state/layers.ts';
import { openCommandLine } from '../state/open/open-command-line.ts';
import type { LevelList } from '../state/open/open-levels.ts';
import { type HistoryLine, rememberLine, typedLine } from '../state/open/prompt-history.ts';
import { copyAndShow, showMessage } from '../state/run/show-message.ts';
import { startCommand } from '../state/run/start-command.ts';
import type { Binding, Screen } from '../state/screen.ts';
import { levelsBox } from './levels-box.ts';
import { type LoggerRow, loggerRows } from './logger-rows.ts';

type Level = readonly [key: string, level: ConfigLevel];

const historyPurpose = 'filter of levels';

/** Levels whose hints fit into a narrow footer. */
const commonLevels: readonly Level[] = [
  ['d', 'DEBUG'],
  ['i', 'INFO'],
  ['w', 'WARN'],
];
const otherLevels: readonly Level[] = [
  ['t', 'TRACE'],
  ['e', 'ERROR'],
  ['f', 'FATAL'],
  ['a', 'ALL'],
  ['o', 'OFF'],
];

const listBindings: readonly Binding<LevelList>[] = [
  ...commonLevels.map(levelBinding),
  { action: 'levels.undo', keys: ['u'], hint: 'undo', help: 'Revert the level', run: onLogger(undo) },
  {
    action: 'levels.filter',
    keys: ['/'],
    hint: 'filter',
    help: 'Filter by text',
    run: (screen, list) => changeLayer<LevelList>(screen, { ...list, isTyping: true }),
  },
  {
    action: 'levels.command',
    keys: [':', 'enter'],
    hint: 'type',
    help: 'Type a log-level command with options',
    run: onLogger(typeCommand),
  },
  {
    action: 'levels.undo-all',
    keys: ['U'],
    hint: 'undo all',
    help: 'Revert all levels',
    run: (screen) => startLogLevel(screen, { arguments: [], options: { reset: true } }),
  },
  ...otherLevels.map(levelBinding),
  {
    action: 'levels.copy',
    keys: ['y'],
    help: "Copy the logger's name",
    run: onLogger((screen, { name }) => copyAndShow(screen, name)),
  },
  movementBinding({ ...allMovement, action: 'levels.move', help: 'Select another logger' }, moveCursor),
  {
    action: 'levels.back',
    keys: ['escape'],
    hint: 'close',
    isAlwaysShown: true,
    help: 'Clear the filter, or close',
    run: goBack,
  },
  { action: 'levels.close', keys: ['q', 'v'], help: 'Close', run: closeLayer },
];

/** Key bindings of the logger list. While the user types a filter, other bindings apply. */
export const levelsBindings: readonly Binding<LevelList>[] = [
  ...listBindings.map((binding) => ({ ...binding, when: isListing })),
  {
    action: 'levels.keep-filter',
    keys: ['enter'],
    when: isTyping,
    hint: 'apply',
    help: 'Apply the typed filter',
    run: keepFilter,
  },
  {
    action: 'levels.clear-filter',
    keys: ['escape'],
    when: isTyping,
    hint: 'clear',
    isAlwaysShown: true,
    help: 'Clear the typed filter',
    run: (screen, list) => changeLayer<LevelList>(screen, { ...list, ...typedLine(emptyLine), isTyping: false }),
  },
  ...historyBindings<LevelList>('levels', () => historyPurpose, showLine).map((binding) => ({
    ...binding,
    when: isTyping,
  })),
];

function levelBinding([key, level]: Level): Binding<LevelList> {
  return {
    action: `levels.${level.toLowerCase()}`,
    keys: [key],
    hint: level,
    help: `Set the logger to ${level} after confirming the diff`,
    run: onLogger((screen, { name }) => startLogLevel(screen, { arguments: [name, level], options: {} })),
  };
}

export function isTyping(list: LevelList): boolean {
  return list.isTyping;
}

export function isListing(list: LevelList): boolean {
  return !list.isTyping;
}

export function editFilter(screen: Screen, list: LevelList, key: Key): void {
  const line = editLine(list.line, key);
  if (line !== undefined) showLine(screen, list, typedLine(line));
}

function showLine(screen: Screen, list: LevelList, line: HistoryLine): void {
  changeLayer<LevelList>(screen, { ...list, ...line, cursor: undefined });
}

function keepFilter(screen: Screen, list: LevelList): void {
  rememberLine(screen, historyPurpose, list.line.text);
  changeLayer<LevelList>(screen, { ...list, isTyping: false });
}

/** Wraps an action on the logger under the cursor, or on the first logger before the cursor is moved. */
function onLogger(action: (screen: Screen, logger: LoggerRow, rows: readonly LoggerRow[]) => void) {
  return (screen: Screen, { line, cursor }: LevelList) => {
    const rows = loggerRows(screen.store.getState(), line.text);
    const logger = rows.find(({ name }) => name === cursor) ?? rows[0];
    if (logger === undefined) showMessage(screen, 'no logger under the cursor', 'warning');
    else action(screen, logger, rows);
  };
}

function moveCursor(screen: Screen, list: LevelList, movement: Movement): void {
  const move = onLogger((_, logger, rows) => {
    const { visibleCount: page } = levelsBox(screen.store.getState(), list);
    const cursor = rows[moveBy(rows.indexOf(logger), movement, page, rows.length - 1)]?.name;
    changeLayer<LevelList>(screen, { ...list, cursor });
  });
  move(screen, list);
}

function goBack(screen: Screen, list: LevelList): void {
  if (list.line.text === '') closeLayer(screen);
  else changeLayer<LevelList>(screen, { ...list, ...typedLine(emptyLine) });
}

/** Closes the list and starts the command, which shows its plan. */
function startLogLevel(screen: Screen, input: Input): void {
  closeLayer(screen);
  startCommand(screen, logLevel, input);
}

function undo(screen: Screen, { name, pending }: LoggerRow): void {
  if (pending === undefined) showMessage(screen, `flink-tui has not set the level of ${name}`, 'warning');
  else startLogLevel(screen, { arguments: [name], options: { undo: true } });
}

/** Opens the command line for options such as `--for 10m` or `--fast`. */
function typeCommand(screen: Screen, { name }: LoggerRow): void {
  closeLayer(screen);
  openCommandLine(screen, `log-level ${name} `);
}
