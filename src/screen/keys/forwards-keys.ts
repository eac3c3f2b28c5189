import { describeError } from '../../commands/describe-error.ts';
import { openInBrowser } from '../../commands/port-forward/open-in-browser.ts';
import { portForward } from '../../commands/port-forward.ts';
import type { Forward } from '../../session/forwards/forward.ts';
import { forwardsOverlay } from '../rows/forwards-overlay.ts';
import { openForwardsOf } from '../store/forwards/open-forwards-of.ts';
import { motionOf, moveBy } from '../store/motion.ts';
import { openCommandLine } from '../store/open-command-line.ts';
import { startCommand } from '../store/run-command.ts';
import { closeLayer, replaceLayer, type Screen, say } from '../store/screen.ts';
import type { Layer } from '../store/screen-state.ts';
import type { Key } from './decode.ts';
import type { Taken } from './dispatch.ts';

type ForwardsLayer = Layer & { readonly kind: 'forwards' };

/** What a key does to the forward under the cursor. */
const acts: { readonly [key: string]: (screen: Screen, forward: Forward) => void } = {
  enter: (screen, { url }) => void openPage(screen, url),
  o: (screen, { url }) => void openPage(screen, url),
  y: (screen, { url }) => {
    screen.copy(url);
    say(screen, `copied: ${url}`, 'ok');
  },
  x: (screen, { id, localPort }) => {
    screen.store.getState().session?.connection.forwards.stop(id);
    say(screen, `stopped: port ${localPort}`);
  },
};

/** The list of forwards: one is opened, copied, stopped; a new one begun. */
export function pressInForwards(screen: Screen, layer: ForwardsLayer, key: Key): Taken {
  const state = screen.store.getState();
  const forwards = openForwardsOf(state);
  const index = Math.max(
    0,
    forwards.findIndex(({ id }) => id === layer.cursor),
  );
  const forward = forwards[index];
  const motion = motionOf(key.name);
  const act = Object.hasOwn(acts, key.name) ? acts[key.name] : undefined;
  if (['escape', 'q', 'F'].includes(key.name)) closeLayer(screen);
  else if (key.name === ':') openCommandLine(screen);
  else if (key.name === 'n') startCommand(screen, portForward, { arguments: [], options: {} });
  else if (key.name === 'X') stopAll(screen, forwards);
  else if (key.name === 'r') {
    state.session?.connection.forwards.check();
    say(screen, 'trying each of them');
  } else if (act !== undefined) {
    if (forward === undefined) say(screen, 'no forward is open: n opens the Web UI', 'warning');
    else act(screen, forward);
  } else if (motion !== undefined && forwards.length > 0) {
    const { page } = forwardsOverlay(state, layer, forwards);
    const next = forwards[moveBy(index, motion, page, forwards.length - 1)];
    replaceLayer(screen, { ...layer, cursor: next?.id });
  }
  return 'taken';
}

function stopAll(screen: Screen, forwards: readonly Forward[]): void {
  for (const { id } of forwards) screen.store.getState().session?.connection.forwards.stop(id);
  say(screen, `stopped: ${forwards.length} ${forwards.length === 1 ? 'forward' : 'forwards'}`);
}

async function openPage(screen: Screen, url: string): Promise<void> {
  say(screen, `opening ${url}`);
  try {
    await openInBrowser(url);
  } catch (error) {
    say(screen, describeError(error).message, 'warning');
  }
}
