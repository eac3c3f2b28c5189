import { describeError } from '../../commands/describe-error.ts';
import { openInBrowser } from '../../commands/port-forward/open-in-browser.ts';
import { portForward } from '../../commands/port-forward.ts';
import type { Forward } from '../../session/forwards/forward.ts';
import { type Motion, moveBy } from '../draw/motion.ts';
import type { LayerKeys } from '../input/layer-binding.ts';
import { allMovement } from '../input/movement.ts';
import { moving } from '../input/moving.ts';
import { openCommandLine } from '../state/open-command-line.ts';
import { openForwardsOf } from '../state/open-forwards-of.ts';
import { startCommand } from '../state/run-command.ts';
import { closeLayer, replaceLayer, type Screen, say } from '../state/screen.ts';
import type { Layer, ScreenState } from '../state/screen-state.ts';
import { forwardsOverlay } from './forwards-overlay.ts';

type ForwardsLayer = Layer & { readonly kind: 'forwards' };

/** The list of forwards: one is opened, copied, stopped; a new one begun. */
export const forwardsKeys: LayerKeys<ForwardsLayer> = {
  title: 'List of forwards, F',
  keys: [
    { keys: ['enter', 'o'], hint: 'open', help: 'open it in the browser', run: onForward(openPage) },
    { keys: ['y'], hint: 'copy URL', help: 'copy its URL', run: onForward(copyUrl) },
    { keys: ['x'], hint: 'stop', help: 'stop it', run: onForward(stop) },
    {
      keys: ['n'],
      hint: 'Web UI',
      help: 'begin one that leads to the Web UI',
      run: (screen) => startCommand(screen, portForward, { arguments: [], options: {} }),
    },
    { keys: ['X'], hint: 'stop all', help: 'stop all', run: stopAll },
    { keys: ['r'], help: 'try each of them now', run: check },
    { keys: [':'], help: 'type a command; port-forward takes any port of any pod', run: openCommandLine },
    moving({ ...allMovement, help: 'to another forward' }, moveCursor),
    { keys: ['escape', 'q', 'F'], hint: 'close', help: 'close; they stay open', run: closeLayer },
  ],
};

/** An act on the forward under the cursor. */
function onForward(act: (screen: Screen, forward: Forward) => void) {
  return (screen: Screen, layer: ForwardsLayer) => {
    const forwards = openForwardsOf(screen.store.getState());
    const forward = forwards[indexOf(forwards, layer)];
    if (forward === undefined) {
      const isNoneOpen = (state: ScreenState) => openForwardsOf(state).length === 0;
      say(screen, 'no forward is open: n opens the Web UI', 'warning', isNoneOpen);
    } else {
      act(screen, forward);
    }
  };
}

function indexOf(forwards: readonly Forward[], { cursor }: ForwardsLayer): number {
  return Math.max(
    0,
    forwards.findIndex(({ id }) => id === cursor),
  );
}

function moveCursor(screen: Screen, layer: ForwardsLayer, motion: Motion): void {
  const state = screen.store.getState();
  const forwards = openForwardsOf(state);
  if (forwards.length === 0) return;
  const { page } = forwardsOverlay(state, layer, forwards);
  const next = forwards[moveBy(indexOf(forwards, layer), motion, page, forwards.length - 1)];
  replaceLayer(screen, { ...layer, cursor: next?.id });
}

function copyUrl(screen: Screen, { url }: Forward): void {
  screen.copy(url);
  say(screen, `copied: ${url}`, 'ok');
}

function stop(screen: Screen, { id, localPort }: Forward): void {
  screen.store.getState().session?.connection.forwards.stop(id);
  say(screen, `stopped: port ${localPort}`);
}

function stopAll(screen: Screen): void {
  const state = screen.store.getState();
  const forwards = openForwardsOf(state);
  for (const { id } of forwards) state.session?.connection.forwards.stop(id);
  say(screen, `stopped: ${forwards.length} ${forwards.length === 1 ? 'forward' : 'forwards'}`);
}

function check(screen: Screen): void {
  screen.store.getState().session?.connection.forwards.check();
  say(screen, 'trying each of them');
}

function openPage(screen: Screen, { url }: Forward): void {
  say(screen, `opening ${url}`);
  openInBrowser(url).catch((error: unknown) => say(screen, describeError(error).message, 'warning'));
}
