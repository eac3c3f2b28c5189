import type { ScreenActions } from '../../../commands/record/command.ts';
import { showLogs } from '../logs/show-logs.ts';
import { showForwards } from '../open/show-forwards.ts';
import type { Screen } from '../screen.ts';
import { unfinished } from './activities.ts';
import { showMessage } from './show-message.ts';

/** What command records may ask of this screen. */
export function createScreenActions(screen: Screen): ScreenActions {
  return {
    quit: () => screen.leave({ exitCode: 0, lines: unfinished(screen) }),
    showLogs: (input) => showLogs(screen, input),
    showForwards: () => showForwards(screen, { below: true }),
    showMessage: (text) => showMessage(screen, text, 'ok'),
  };
}
