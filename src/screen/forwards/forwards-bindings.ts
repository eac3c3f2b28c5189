import { openInBrowser } from '../../commands/port-forward/open-in-browser.ts';
import { portForward } from '../../commands/port-forward/port-forward.ts';
import { describeError } from '../../commands/record/describe-error.ts';
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
import { type ShownForward, shownForwards } from '../state/shown-items.ts';
import { forwardsBox } from './forwards-box.ts';

/** Key bindings of the port-forward list. */
export const forwardsBindings: readonly Binding<ForwardList>[] = [
  {
    action: 'forwards.open',
    keys: ['enter', 'o'],
    hint: 'open',
    help: 'Open in the browser',
    run: onForward(openPage),
  },
  { action: 'forwards.copy', keys: ['y'], hint: 'copy URL', help: 'Copy the URL', run: onForward(copyUrl) },
  { action: 'forwards.stop', keys: ['x'], hint: 'stop', help: 'Stop the port forward', run: onForward(stop) },
  {
    action: 'forwards.web-ui',
    keys: ['n'],
    hint: 'Web UI',
    help: 'Forward a local port to the Web UI',
    run: (screen) => startCommand(screen, portForward, { arguments: [], options: {} }),
  },
  { action: 'forwards.stop-all', keys: ['X'], hint: 'stop all', help: 'Stop all port forwards', run: stopAll },
  { action: 'forwards.check', keys: ['r'], help: 'Check all port forwards now', run: check },
  {
    action: 'forwards.command',
    keys: [':'],
    help: 'Type a command; port-forward accepts any port of any pod',
    run: (screen) => openCommandLine(screen),
  },
  movementBinding({ ...allMovement, action: 'forwards.move', help: 'Select another port forward' }, moveCursor),
  closeBinding('forwards', ['escape', 'q', 'F'], 'Close (the port forwards stay open)'),
];

/** Wraps an action on the forward under the cursor. */
function onForward(action: (screen: Screen, shown: ShownForward) => void) {
  return (screen: Screen, list: ForwardList) => {
    const forwards = currentForwards(screen);
    const forward = forwards[indexOf(forwards, list)];
    if (forward === undefined) {
      const isNoneOpen = (state: ScreenState) => shownForwards(state).length === 0;
      showMessage(screen, 'no open port forward: n forwards the Web UI', 'warning', isNoneOpen);
    } else {
      action(screen, forward);
    }
  };
}

/** Reads the forwards directly, because the snapshot can be slightly older than the last action. */
function currentForwards(screen: Screen): readonly ShownForward[] {
  return shownForwards(screen.store.getState()).flatMap((shown) => {
    const forward = shown.owner?.list().find(({ id }) => id === shown.forward.id);
    return forward === undefined ? [] : [{ ...shown, forward }];
  });
}

function indexOf(forwards: readonly ShownForward[], { cursor }: ForwardList): number {
  return Math.max(
    0,
    forwards.findIndex(({ key }) => key === cursor),
  );
}

function moveCursor(screen: Screen, list: ForwardList, movement: Movement): void {
  const state = screen.store.getState();
  const forwards = shownForwards(state);
  if (forwards.length === 0) return;
  const { visibleCount: page } = forwardsBox(state, list, forwards);
  const next = forwards[moveBy(indexOf(forwards, list), movement, page, forwards.length - 1)];
  changeLayer<ForwardList>(screen, { ...list, cursor: next?.key });
}

function copyUrl(screen: Screen, { forward: { url } }: ShownForward): void {
  screen.copy(url);
  showMessage(screen, `Copied ${url}`, 'ok');
}

function stop(screen: Screen, { owner, forward: { id, localPort } }: ShownForward): void {
  owner?.stop(id);
  showMessage(screen, `Stopped forwarding port ${localPort}`);
}

function stopAll(screen: Screen): void {
  const forwards = currentForwards(screen);
  for (const { owner, forward } of forwards) owner?.stop(forward.id);
  showMessage(screen, `Stopped ${forwards.length} port ${forwards.length === 1 ? 'forward' : 'forwards'}`);
}

function check(screen: Screen): void {
  for (const owner of new Set(currentForwards(screen).map((shown) => shown.owner))) owner?.check();
  showMessage(screen, 'Checking all port forwards');
}

function openPage(screen: Screen, { forward: { url } }: ShownForward): void {
  showMessage(screen, `Opening ${url}`);
  openInBrowser(url).catch((error: unknown) => showMessage(screen, describeError(error).message, 'warning'));
}
