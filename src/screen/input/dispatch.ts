import { exitCodes } from '../../commands/record/command-error.ts';
import type { Key } from '../draw/key.ts';
import { isTooSmall } from '../draw/too-small-rows.ts';
import { frontView } from '../state/layers.ts';
import { unfinished } from '../state/run/activities.ts';
import { showBlockedMessage, showMessage } from '../state/run/show-message.ts';
import type { Binding, Screen, View } from '../state/screen.ts';
import { activeBindings, bindingsEverywhere, bindingsOf, openersOverOverlays, takesText } from './active-bindings.ts';
import { suspendBinding } from './global-bindings.ts';
import { movementOf } from './movement-keys.ts';

/** `ink`: the component that Ink runs is to get the key. */
export type Taken = 'taken' | 'ink';

/** Hands a key to the view in front, and to no other. */
export function dispatch(screen: Screen, key: Key): Taken {
  const state = screen.store.getState();
  if (key.name === 'ctrl-c') return leave(screen, exitCodes.interrupted, 'ended by Ctrl-C');
  if (suspendBinding.keys.includes(key.name)) return press(screen, suspendBinding, undefined, key);
  if (isTooSmall(state.size)) return key.name === 'q' ? leave(screen, exitCodes.done) : 'taken';
  const { id, own } = frontView(state);
  const view = screen.views.get(id);
  const binding = activeBindings(screen.views, state).find(
    ({ keys, run }) => run !== 'typed' && keys.includes(key.name),
  );
  if (binding !== undefined) return press(screen, binding, own, key);
  if (takesText(view, { own })) view.edit?.(screen, own, key);
  else if (view.kind === 'overlay') pressBeside(screen, key);
  else moveIn(screen, view, key);
  return 'taken';
}

function leave(screen: Screen, exitCode: number, ...cause: string[]): Taken {
  screen.leave({ exitCode, lines: [...cause, ...unfinished(screen)] });
  return 'taken';
}

function press<Own>(screen: Screen, { available, run }: Binding<Own>, own: Own, key: Key): Taken {
  const can = available?.(screen.store.getState()) ?? true;
  if (can !== true) showMessage(screen, can, 'warning', (state) => available?.(state) === can);
  else if (run === 'ink') return 'ink';
  else if (run !== 'typed') run(screen, own, key);
  return 'taken';
}

/** A key that an overlay has no use for: it opens the help, or whatever it means below waits until the overlay is closed. */
function pressBeside(screen: Screen, key: Key): void {
  const { views, store } = screen;
  const means = ({ keys }: { readonly keys: readonly string[] }) => keys.includes(key.name);
  const opener = openersOverOverlays(views).find(means);
  if (opener !== undefined) press(screen, opener, undefined, key);
  else if (store.getState().layers.length > 0 && keysBelow(screen).some(means)) showBlockedMessage(screen);
}

/** Whatever a key may mean while no overlay is open. */
function keysBelow({ views }: Screen): readonly Binding[] {
  const below = views.all.filter(({ kind }) => kind !== 'overlay').flatMap((view) => bindingsOf(views, view));
  return [...below, ...bindingsEverywhere(views)];
}

function moveIn(screen: Screen, { move }: View, { name }: Key): void {
  const motion = movementOf(name);
  if (motion !== undefined) move?.(screen, motion);
}
