import type { ScreenActions } from '../../commands/command.ts';
import { unfinished } from './activities.ts';
import { showLogs } from './logs/show-logs.ts';
import { say } from './say.ts';
import type { Screen } from './screen.ts';
import { showForwards } from './show-forwards.ts';

/** What command records may ask of this screen. */
export function createScreenActions(screen: Screen): ScreenActions {
  return {
    leave: () => screen.leave({ exitCode: 0, lines: unfinished(screen) }),
    showLogs: (input) => showLogs(screen, input),
    showForwards: () => showForwards(screen, { below: true }),
    say: (text) => say(screen, text, 'ok'),
  };
}
