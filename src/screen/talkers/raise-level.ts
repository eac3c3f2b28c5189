import { logLevel } from '../../commands/log-level/log-level.ts';
import { fullLoggerName, isShortened } from '../../logs/talkers/full-logger-name.ts';
import { nextLevelUp } from '../../logs/talkers/predict-savings.ts';
import type { RecentTalker } from '../../logs/talkers/recent-talkers.ts';
import { isLogger } from '../../logs/talkers/unnamed-loggers.ts';
import { formatDuration } from '../../text/duration.ts';
import { keyName } from '../state/key-names.ts';
import { openCommandLine } from '../state/open/open-command-line.ts';
import { showMessage } from '../state/run/show-message.ts';
import { startCommand } from '../state/run/start-command.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';

/** Undoes itself, so that nobody has to remember it. */
export const raisedForMs = 900_000;

/** Opens the confirmation of the next level up for a logger, until a revert after 15 minutes. */
export function raiseLevel(screen: Screen, talker: RecentTalker): void {
  const level = nextLevelUp(talker);
  if (level === undefined) {
    showMessage(screen, whyNoLevel(screen, talker), 'warning');
    return;
  }
  const name = loggerToChange(screen.store.getState(), talker.logger);
  if (name !== undefined) {
    startCommand(screen, logLevel, { arguments: [name, level], options: { for: raisedForMs } });
    return;
  }
  showMessage(screen, 'the log shortens the name of this logger: type the whole name', 'warning');
  openCommandLine(screen, `log-level ${talker.logger} ${level} --for ${formatDuration(raisedForMs)}`);
}

function whyNoLevel(screen: Screen, { logger, bytes }: RecentTalker): string {
  if (!isLogger(logger)) return 'these lines have no logger';
  return `${logger} ${bytes === 0 ? 'is silent' : 'writes no lines below ERROR'}: press ${keyName(screen.store.getState(), 'levels.open')} for all levels`;
}

/** Returns the whole name of a logger; undefined if the layout has shortened it and the whole name is unknown. */
function loggerToChange({ snapshot, drawnLogs: { loggers } }: ScreenState, logger: string): string | undefined {
  const seen = loggers.map(({ name }) => name);
  const configured = snapshot?.logging?.config.loggers.map(({ name }) => name) ?? [];
  if (configured.includes(logger) || !isShortened(logger, seen)) return logger;
  return fullLoggerName(logger, [...configured, ...seen.filter((name) => !isShortened(name, seen))]);
}
