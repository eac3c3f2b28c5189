import type { Input } from '../../commands/command.ts';
import { logLevel } from '../../commands/log-level.ts';
import type { ConfigLevel } from '../../logging-config/logging-config.ts';
import { editLine, emptyLine, lineOf } from '../draw/edit-line.ts';
import { type Motion, moveBy } from '../draw/motion.ts';
import type { Key } from '../input/decode.ts';
import type { LayerBinding, LayerKeys } from '../input/layer-binding.ts';
import { allMovement } from '../input/movement.ts';
import { moving } from '../input/moving.ts';
import { startCommand } from '../state/run-command.ts';
import { closeLayer, openLayer, replaceLayer, type Screen, say } from '../state/screen.ts';
import type { Layer } from '../state/screen-state.ts';
import { levelsOverlay } from './levels-overlay.ts';
import { type LoggerRow, loggerRows } from './logger-rows.ts';

type LevelsLayer = Layer & { readonly kind: 'levels' };

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

const listing: readonly LayerBinding<LevelsLayer>[] = [
  ...usualLevels.map(setting),
  { keys: ['u'], hint: 'undo', help: 'take its change back', run: onLogger(undo) },
  {
    keys: ['/'],
    hint: 'filter',
    help: 'show only what contains a text',
    run: (screen, layer) => replaceLayer(screen, { ...layer, isTyping: true }),
  },
  { keys: [':', 'enter'], hint: 'type', help: 'type the command, for what a letter cannot say', run: onLogger(type) },
  {
    keys: ['U'],
    hint: 'undo all',
    help: 'take all changes back',
    run: (screen) => ask(screen, { arguments: [], options: { reset: true } }),
  },
  ...otherLevels.map(setting),
  moving({ ...allMovement, help: 'to another logger' }, moveCursor),
  { keys: ['escape'], hint: 'close', help: 'take the filter away, else close', run: goBack },
  { keys: ['q', 'v'], help: 'close', run: closeLayer },
];

/** The list of loggers: a level by its letter, which shows the difference and asks; undo; a filter; the typed command. */
export const levelsKeys: LayerKeys<LevelsLayer> = {
  title: 'Log levels, v',
  keys: [
    ...listing.map((binding) => ({ ...binding, when: isListing })),
    {
      keys: ['enter'],
      when: isTyping,
      hint: 'keep',
      help: 'while a filter is typed: keep it',
      run: (screen, layer) => replaceLayer(screen, { ...layer, isTyping: false }),
    },
    {
      keys: ['escape'],
      when: isTyping,
      hint: 'clear',
      help: 'while a filter is typed: take it away',
      run: (screen, layer) => replaceLayer(screen, { ...layer, filter: emptyLine, isTyping: false }),
    },
  ],
  edit,
  takesText: isTyping,
};

function setting([key, level]: Level): LayerBinding<LevelsLayer> {
  return {
    keys: [key],
    hint: level,
    help: `set the logger to ${level}: shows the difference and asks`,
    run: onLogger((screen, { name }) => ask(screen, { arguments: [name, level], options: {} })),
  };
}

function isTyping(layer: LevelsLayer): boolean {
  return layer.isTyping;
}

function isListing(layer: LevelsLayer): boolean {
  return !layer.isTyping;
}

function edit(screen: Screen, layer: LevelsLayer, key: Key): void {
  const filter = editLine(layer.filter, key);
  if (filter !== undefined) replaceLayer(screen, { ...layer, filter, cursor: undefined });
}

/** An act on the logger under the cursor, which is the first one until it is moved. */
function onLogger(act: (screen: Screen, logger: LoggerRow, rows: readonly LoggerRow[]) => void) {
  return (screen: Screen, { filter, cursor }: LevelsLayer) => {
    const rows = loggerRows(screen.store.getState(), filter.text);
    const logger = rows.find(({ name }) => name === cursor) ?? rows[0];
    if (logger === undefined) say(screen, 'no logger under the cursor', 'warning');
    else act(screen, logger, rows);
  };
}

function moveCursor(screen: Screen, layer: LevelsLayer, motion: Motion): void {
  const move = onLogger((_, logger, rows) => {
    const { page } = levelsOverlay(screen.store.getState(), layer);
    const cursor = rows[moveBy(rows.indexOf(logger), motion, page, rows.length - 1)]?.name;
    replaceLayer(screen, { ...layer, cursor });
  });
  move(screen, layer);
}

function goBack(screen: Screen, layer: LevelsLayer): void {
  if (layer.filter.text === '') closeLayer(screen);
  else replaceLayer(screen, { ...layer, filter: emptyLine });
}

/** The list makes room for the plan. */
function ask(screen: Screen, input: Input): void {
  closeLayer(screen);
  startCommand(screen, logLevel, input);
}

function undo(screen: Screen, { name, pending }: LoggerRow): void {
  if (pending === undefined) say(screen, `flink-tui has not set the level of ${name}`, 'warning');
  else ask(screen, { arguments: [name], options: { undo: true } });
}

/** For what a letter cannot say: `--for 10m`, `--fast`. */
function type(screen: Screen, { name }: LoggerRow): void {
  closeLayer(screen);
  const line = lineOf(`log-level ${name} `);
  openLayer(screen, { kind: 'command-line', line, recalled: 0, draft: '', error: undefined, candidates: [] });
}
