import { describeError } from '../../commands/describe-error.ts';
import { openInBrowser } from '../../commands/port-forward/open-in-browser.ts';
import { portForward } from '../../commands/port-forward.ts';
import type { Forward } from '../../session/forwards/forward.ts';
import { forwardsOverlay } from '../rows/forwards-overlay.ts';
import { openForwardsOf } from '../store/forwards/open-forwards-of.ts';
import { type Motion, moveBy } from '../store/motion.ts';
import { openCommandLine } from '../store/open-command-line.ts';
import { startCommand } from '../store/run-command.ts';
import { closeLayer, replaceLayer, type Screen, say } from '../store/screen.ts';
import type { Layer, ScreenState } from '../store/screen-state.ts';
import type { LayerKeys } from './layer-binding.ts';
import { allMovement } from './movement.ts';
import { moving } from './moving.ts';

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
    const forwards = openNow(screen);
    const forward = forwards[indexOf(forwards, layer)];
    if (forward === undefined) {
      const isNoneOpen = (state: ScreenState) => openForwardsOf(state).length === 0;
      say(screen, 'no forward is open: n opens the Web UI', 'warning', isNoneOpen);
    } else {
      act(screen, forward);
    }
  };
}

/** For an act: the snapshot may lag behind by a moment, as after one was opened. */
const openNow = (screen: Screen): readonly Forward[] =>
  screen.store.getState().session?.connection.forwards.list() ?? [];

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
  const forwards = openNow(screen);
  for (const { id } of forwards) screen.store.getState().session?.connection.forwards.stop(id);
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
