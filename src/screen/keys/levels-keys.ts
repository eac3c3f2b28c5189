import type { Input } from '../../commands/command.ts';
import { logLevel } from '../../commands/log-level.ts';
import type { ConfigLevel } from '../../logging-config/logging-config.ts';
import { levelsOverlay } from '../rows/levels-overlay.ts';
import { type LoggerRow, loggerRows } from '../store/levels/logger-rows.ts';
import { motionOf, moveBy } from '../store/motion.ts';
import { startCommand } from '../store/run-command.ts';
import { closeLayer, openLayer, replaceLayer, type Screen, say } from '../store/screen.ts';
import type { Layer } from '../store/screen-state.ts';
import type { Key } from './decode.ts';
import type { Taken } from './dispatch.ts';
import { editLine, emptyLine, lineOf } from './edit-line.ts';

type LevelsLayer = Layer & { readonly kind: 'levels' };

const levelKeys: { readonly [key: string]: ConfigLevel } = {
  o: 'OFF',
  f: 'FATAL',
  e: 'ERROR',
  w: 'WARN',
  i: 'INFO',
  d: 'DEBUG',
  t: 'TRACE',
  a: 'ALL',
};

/** The list of loggers: a level by its letter, which shows the difference and asks; undo; a filter; the typed command. */
export function pressInLevels(screen: Screen, layer: LevelsLayer, key: Key): Taken {
  if (layer.isTyping) typeFilter(screen, layer, key);
  else press(screen, layer, key);
  return 'taken';
}

function press(screen: Screen, layer: LevelsLayer, key: Key): void {
  const state = screen.store.getState();
  const rows = loggerRows(state, layer.filter.text);
  const index = Math.max(
    0,
    rows.findIndex(({ name }) => name === layer.cursor),
  );
  const logger = rows[index];
  const level = Object.hasOwn(levelKeys, key.name) ? levelKeys[key.name] : undefined;
  const motion = motionOf(key.name);
  if (key.name === 'escape' && layer.filter.text !== '') replaceLayer(screen, { ...layer, filter: emptyLine });
  else if (['escape', 'q', 'v'].includes(key.name)) closeLayer(screen);
  else if (key.name === '/') replaceLayer(screen, { ...layer, isTyping: true });
  else if (key.name === 'U') ask(screen, { arguments: [], options: { reset: true } });
  else if (logger === undefined) say(screen, 'no logger under the cursor', 'warning');
  else if (level !== undefined) ask(screen, { arguments: [logger.name, level], options: {} });
  else if (key.name === 'u') undo(screen, logger);
  else if (key.name === ':' || key.name === 'enter') type(screen, logger.name);
  else if (motion !== undefined) {
    const { page } = levelsOverlay(state, layer);
    replaceLayer(screen, { ...layer, cursor: rows[moveBy(index, motion, page, rows.length - 1)]?.name });
  }
}

function typeFilter(screen: Screen, layer: LevelsLayer, key: Key): void {
  if (key.name === 'enter') replaceLayer(screen, { ...layer, isTyping: false });
  else if (key.name === 'escape') replaceLayer(screen, { ...layer, filter: emptyLine, isTyping: false });
  else {
    const filter = editLine(layer.filter, key);
    if (filter !== undefined) replaceLayer(screen, { ...layer, filter, cursor: undefined });
  }
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
function type(screen: Screen, logger: string): void {
  closeLayer(screen);
  const line = lineOf(`log-level ${logger} `);
  openLayer(screen, { kind: 'command-line', line, recalled: 0, draft: '', error: undefined, candidates: [] });
}
