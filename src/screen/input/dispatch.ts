import { exitCodes } from '../../commands/record/command-error.ts';
import type { Key } from '../draw/key.ts';
import { isTooSmall } from '../draw/too-small-rows.ts';
import { frontView } from '../state/layers.ts';
import { showBlockedMessage, showMessage } from '../state/run/show-message.ts';
import type { Binding, Screen, View } from '../state/screen.ts';
import { activeBindings, bindingsEverywhere, bindingsOf, openersOverOverlays, takesText } from './active-bindings.ts';
import { suspendBinding } from './global-bindings.ts';
import { movementOf } from './movement-keys.ts';

/** `ink`: the key is for the mounted Ink component. */
export type KeyHandling = 'handled' | 'ink';

/** Handles Ctrl-C and Ctrl-Z, and passes every other key to the front view. */
export function dispatch(screen: Screen, key: Key): KeyHandling {
  const state = screen.store.getState();
  if (key.name === 'ctrl-c') return exit(screen, exitCodes.interrupted, 'ended by Ctrl-C');
  if (suspendBinding.keys.includes(key.name)) return press(screen, suspendBinding, undefined, key);
  if (isTooSmall(state.size)) return key.name === 'q' ? exit(screen, exitCodes.success) : 'handled';
  const { id, viewState } = frontView(state);
  const view = screen.views.get(id);
  const binding = activeBindings(screen.views, state).find(
    ({ keys, run }) => run !== 'typed' && keys.includes(key.name),
  );
  if (binding !== undefined) return press(screen, binding, viewState, key);
  if (takesText(view, { viewState })) view.edit?.(screen, viewState, key);
  else if (view.kind === 'overlay') pressUnbound(screen, key);
  else moveIn(screen, view, key);
  return 'handled';
}

function exit(screen: Screen, exitCode: number, ...cause: string[]): KeyHandling {
  screen.exit({ exitCode, lines: cause });
  return 'handled';
}

/** Runs a binding, or shows why it is unavailable. */
export function press<ViewState>(
  screen: Screen,
  { available, run }: Binding<ViewState>,
  viewState: ViewState,
  key: Key,
): KeyHandling {
  const availability = available?.(screen.store.getState()) ?? true;
  if (availability !== true)
    showMessage(screen, availability, 'warning', (state) => available?.(state) === availability);
  else if (run === 'ink') return 'ink';
  else if (run !== 'typed') run(screen, viewState, key);
  return 'handled';
}

/** Handles a key that the overlay does not bind. Opens the help, or shows that the overlay must be closed first. */
function pressUnbound(screen: Screen, key: Key): void {
  const { views, store } = screen;
  const hasKey = ({ keys }: { readonly keys: readonly string[] }) => keys.includes(key.name);
  const opener = openersOverOverlays(views).find(hasKey);
  if (opener !== undefined) press(screen, opener, undefined, key);
  else if (store.getState().layers.length > 0 && bindingsBelow(screen).some(hasKey)) showBlockedMessage(screen);
}

/** Returns all bindings of panes and pages. */
function bindingsBelow({ views }: Screen): readonly Binding[] {
  const below = views.all.filter(({ kind }) => kind !== 'overlay').flatMap((view) => bindingsOf(views, view));
  return [...below, ...bindingsEverywhere(views)];
}

function moveIn(screen: Screen, { move }: View, { name }: Key): void {
  const movement = movementOf(name);
  if (movement !== undefined) move?.(screen, movement);
}
