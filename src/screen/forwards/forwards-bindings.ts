import { openInBrowser } from '../../commands/port-forward/open-in-browser.ts';
import { portForward } from '../../commands/port-forward/port-forward.ts';
import { describeError } from '../../commands/record/describe-error.ts';
import type { Forward } from '../../session/forwards/forward.ts';
import { type Movement, moveBy } from '../draw/movement.ts';
import { closeBinding } from '../input/close-binding.ts';
import { movementBinding } from '../input/movement-binding.ts';
import { allMovement } from '../input/movement-keys.ts';
import { changeLayer } from '../state/layers.ts';
import { openCommandLine } from '../state/open/open-command-line.ts';
import type { ForwardList } from '../state/open/show-forwards.ts';
import { showMessage } from '../state/run/show-message.ts';
import { startCommand } from '../state/run/start-command.ts';
import type { Binding, Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { shownForwards } from '../state/shown-items.ts';
import { forwardsBox } from './forwards-box.ts';

/** The list of forwards: one is opened, copied, stopped; a new one begun. */
export const forwardsBindings: readonly Binding<ForwardList>[] = [
  {
    action: 'forwards.open',
    keys: ['enter', 'o'],
    hint: 'open',
    help: 'open it in the browser',
    run: onForward(openPage),
  },
  { action: 'forwards.copy', keys: ['y'], hint: 'copy URL', help: 'copy its URL', run: onForward(copyUrl) },
  { action: 'forwards.stop', keys: ['x'], hint: 'stop', help: 'stop it', run: onForward(stop) },
  {
    action: 'forwards.web-ui',
    keys: ['n'],
    hint: 'Web UI',
    help: 'begin one that leads to the Web UI',
    run: (screen) => startCommand(screen, portForward, { arguments: [], options: {} }),
  },
  { action: 'forwards.stop-all', keys: ['X'], hint: 'stop all', help: 'stop all', run: stopAll },
  { action: 'forwards.check', keys: ['r'], help: 'try each of them now', run: check },
  {
    action: 'forwards.type',
    keys: [':'],
    help: 'type a command; port-forward takes any port of any pod',
    run: (screen) => openCommandLine(screen),
  },
  movementBinding({ ...allMovement, action: 'forwards.move', help: 'to another forward' }, moveCursor),
  closeBinding('forwards', ['escape', 'q', 'F'], 'close; they stay open'),
];

/** An act on the forward under the cursor. */
function onForward(act: (screen: Screen, forward: Forward) => void) {
  return (screen: Screen, layer: ForwardList) => {
    const forwards = openNow(screen);
    const forward = forwards[indexOf(forwards, layer)];
    if (forward === undefined) {
      const isNoneOpen = (state: ScreenState) => shownForwards(state).length === 0;
      showMessage(screen, 'no forward is open: n opens the Web UI', 'warning', isNoneOpen);
    } else {
      act(screen, forward);
    }
  };
}

/** For an act: the snapshot may lag behind by a moment, as after one was opened. */
const openNow = (screen: Screen): readonly Forward[] =>
  screen.store.getState().session?.connection.forwards.list() ?? [];

function indexOf(forwards: readonly Forward[], { cursor }: ForwardList): number {
  return Math.max(
    0,
    forwards.findIndex(({ id }) => id === cursor),
  );
}

function moveCursor(screen: Screen, layer: ForwardList, motion: Movement): void {
  const state = screen.store.getState();
  const forwards = shownForwards(state);
  if (forwards.length === 0) return;
  const { page } = forwardsBox(state, layer, forwards);
  const next = forwards[moveBy(indexOf(forwards, layer), motion, page, forwards.length - 1)];
  changeLayer<ForwardList>(screen, { ...layer, cursor: next?.id });
}

function copyUrl(screen: Screen, { url }: Forward): void {
  screen.copy(url);
  showMessage(screen, `copied: ${url}`, 'ok');
}

function stop(screen: Screen, { id, localPort }: Forward): void {
  screen.store.getState().session?.connection.forwards.stop(id);
  showMessage(screen, `stopped: port ${localPort}`);
}

function stopAll(screen: Screen): void {
  const forwards = openNow(screen);
  for (const { id } of forwards) screen.store.getState().session?.connection.forwards.stop(id);
  showMessage(screen, `stopped: ${forwards.length} ${forwards.length === 1 ? 'forward' : 'forwards'}`);
}

function check(screen: Screen): void {
  screen.store.getState().session?.connection.forwards.check();
  showMessage(screen, 'trying each of them');
}

function openPage(screen: Screen, { url }: Forward): void {
  showMessage(screen, `opening ${url}`);
  openInBrowser(url).catch((error: unknown) => showMessage(screen, describeError(error).message, 'warning'));
}
