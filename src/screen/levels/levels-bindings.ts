import { logLevel } from '../../commands/log-level/log-level.ts';
import type { Input } from '../../commands/record/command.ts';
import type { ConfigLevel } from '../../logging-config/logging-config.ts';
import { editLine, emptyLine } from '../draw/edit-line.ts';
import type { Key } from '../draw/key.ts';
import { type Movement, moveBy } from '../draw/movement.ts';
import { movementBinding } from '../input/movement-binding.ts';
import { allMovement } from '../input/movement-keys.ts';
import { changeLayer, closeLayer } from '../state/layers.ts';
import { openCommandLine } from '../state/open/open-command-line.ts';
import { showMessage } from '../state/run/show-message.ts';
import { startCommand } from '../state/run/start-command.ts';
import type { Binding, Screen } from '../state/screen.ts';
import type { LevelList } from './level-list.ts';
import { levelsBox } from './levels-box.ts';
import { type LoggerRow, loggerRows } from './logger-rows.ts';

type Level = readonly [key: string, level: ConfigLevel];

/** A narrow footer has room for these. */
const usualLevels: readonly Level[] = [
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

const listing: readonly Binding<LevelList>[] = [
  ...usualLevels.map(setting),
  { action: 'levels.undo', keys: ['u'], hint: 'undo', help: 'take its change back', run: onLogger(undo) },
  {
    action: 'levels.filter',
    keys: ['/'],
    hint: 'filter',
    help: 'show only what contains a text',
    run: (screen, layer) => changeLayer<LevelList>(screen, { ...layer, isTyping: true }),
  },
  {
    action: 'levels.type',
    keys: [':', 'enter'],
    hint: 'type',
    help: 'type the command, for what a letter cannot say',
    run: onLogger(type),
  },
  {
    action: 'levels.undo-all',
    keys: ['U'],
    hint: 'undo all',
    help: 'take all changes back',
    run: (screen) => ask(screen, { arguments: [], options: { reset: true } }),
  },
  ...otherLevels.map(setting),
  movementBinding({ ...allMovement, action: 'levels.move', help: 'to another logger' }, moveCursor),
  {
    action: 'levels.back',
    keys: ['escape'],
    hint: 'close',
    isLasting: true,
    help: 'take the filter away, else close',
    run: goBack,
  },
  { action: 'levels.close', keys: ['q', 'v'], help: 'close', run: closeLayer },
];

/** The list of loggers: a level by its letter, which shows the difference and asks; undo; a filter; the typed command. */
export const levelsBindings: readonly Binding<LevelList>[] = [
  ...listing.map((binding) => ({ ...binding, when: isListing })),
  {
    action: 'levels.keep-filter',
    keys: ['enter'],
    when: isTyping,
    hint: 'keep',
    help: 'while a filter is typed: keep it',
    run: (screen, list) => changeLayer<LevelList>(screen, { ...list, isTyping: false }),
  },
  {
    action: 'levels.clear-filter',
    keys: ['escape'],
    when: isTyping,
    hint: 'clear',
    isLasting: true,
    help: 'while a filter is typed: take it away',
    run: (screen, list) => changeLayer<LevelList>(screen, { ...list, filter: emptyLine, isTyping: false }),
  },
];

function setting([key, level]: Level): Binding<LevelList> {
  return {
    action: `levels.${level.toLowerCase()}`,
    keys: [key],
    hint: level,
    help: `set the logger to ${level}: shows the difference and asks`,
    run: onLogger((screen, { name }) => ask(screen, { arguments: [name, level], options: {} })),
  };
}

export function isTyping(layer: LevelList): boolean {
  return layer.isTyping;
}

export function isListing(layer: LevelList): boolean {
  return !layer.isTyping;
}

export function editFilter(screen: Screen, layer: LevelList, key: Key): void {
  const filter = editLine(layer.filter, key);
  if (filter !== undefined) changeLayer<LevelList>(screen, { ...layer, filter, cursor: undefined });
}

/** An act on the logger under the cursor, which is the first one until it is moved. */
function onLogger(act: (screen: Screen, logger: LoggerRow, rows: readonly LoggerRow[]) => void) {
  return (screen: Screen, { filter, cursor }: LevelList) => {
    const rows = loggerRows(screen.store.getState(), filter.text);
    const logger = rows.find(({ name }) => name === cursor) ?? rows[0];
    if (logger === undefined) showMessage(screen, 'no logger under the cursor', 'warning');
    else act(screen, logger, rows);
  };
}

function moveCursor(screen: Screen, layer: LevelList, motion: Movement): void {
  const move = onLogger((_, logger, rows) => {
    const { page } = levelsBox(screen.store.getState(), layer);
    const cursor = rows[moveBy(rows.indexOf(logger), motion, page, rows.length - 1)]?.name;
    changeLayer<LevelList>(screen, { ...layer, cursor });
  });
  move(screen, layer);
}

function goBack(screen: Screen, layer: LevelList): void {
  if (layer.filter.text === '') closeLayer(screen);
  else changeLayer<LevelList>(screen, { ...layer, filter: emptyLine });
}

/** The list makes room for the plan. */
function ask(screen: Screen, input: Input): void {
  closeLayer(screen);
  startCommand(screen, logLevel, input);
}

function undo(screen: Screen, { name, pending }: LoggerRow): void {
  if (pending === undefined) showMessage(screen, `flink-tui has not set the level of ${name}`, 'warning');
  else ask(screen, { arguments: [name], options: { undo: true } });
}

/** For what a letter cannot say: `--for 10m`, `--fast`. */
function type(screen: Screen, { name }: LoggerRow): void {
  closeLayer(screen);
  openCommandLine(screen, `log-level ${name} `);
}
