import { exitCodes } from '../../commands/record/command-error.ts';
import type { Key } from '../draw/key.ts';
import { isTooSmall } from '../draw/too-small-rows.ts';
import { frontView } from '../state/layers.ts';
import { showBlockedMessage, showMessage } from '../state/run/show-message.ts';
import type { Binding, Screen, View } from '../state/screen.ts';
import { bindingsEverywhere, bindingsOf, reachableBindings, takesText } from './active-bindings.ts';
import { suspendAction } from './global-bindings.ts';
import { bytesOfKey } from './key-bytes.ts';
import { movementOf } from './movement-keys.ts';
import { shownKey } from './shown-key.ts';

/** `ink`: these bytes are for the mounted Ink component. */
export type KeyHandling = 'handled' | { readonly ink: string };

/** Handles Ctrl-C and the key that suspends, and passes every other key to the front view. */
export function dispatch(screen: Screen, key: Key): KeyHandling {
  const { views, store } = screen;
  const state = store.getState();
  if (key.name === 'ctrl-c') return exit(screen, exitCodes.interrupted, 'ended by Ctrl-C');
  const suspend = views.global.find(({ action }) => action === suspendAction);
  if (suspend?.keys.includes(key.name)) return press(screen, suspend, undefined, key);
  if (isTooSmall(state.size)) return key.name === 'q' ? exit(screen, exitCodes.success) : 'handled';
  if (state.typedKeys.length > 0) store.setState({ typedKeys: [] });
  const { viewState } = frontView(state);
  const typed = [...state.typedKeys, key.name];
  const bindings = reachableBindings(views, state);
  const binding = findBinding(bindings, typed.join(' '));
  if (binding !== undefined) return press(screen, binding, viewState, key);
  if (startsSequence(bindings, typed)) store.setState({ typedKeys: typed });
  else if (state.typedKeys.length > 0) endSequence(screen, typed);
  else return pressOther(screen, bindings, key);
  return 'handled';
}

function findBinding(bindings: readonly Binding[], typed: string): Binding | undefined {
  return bindings.find(({ keys, run }) => run !== 'typed' && keys.includes(typed));
}

function startsSequence(bindings: readonly Binding[], typed: readonly string[]): boolean {
  const start = `${typed.join(' ')} `;
  return bindings.some(({ keys }) => keys.some((key) => key.startsWith(start)));
}

/** Esc ends a sequence of keys. Any other key that does not continue it is not a key of its own. */
function endSequence(screen: Screen, typed: readonly string[]): void {
  if (typed.at(-1) === 'escape') return;
  showMessage(screen, `no action has the keys ${typed.map(shownKey).join(' ')}`, 'warning');
}

/** Handles a key without a binding: text, a movement or a key of a view below. */
function pressOther(screen: Screen, bindings: readonly Binding[], key: Key): KeyHandling {
  const { views, store } = screen;
  const { id, viewState } = frontView(store.getState());
  const view = views.get(id);
  if (takesText(view, { viewState })) {
    view.edit?.(screen, viewState, key);
    return 'handled';
  }
  const canonical = views.movements.find(({ keys }) => keys.includes(key.name))?.canonical;
  if (canonical !== undefined) {
    const moving = { name: canonical, text: '', bytes: bytesOfKey(canonical) };
    const binding = findBinding(bindings, canonical);
    if (binding !== undefined) return press(screen, binding, viewState, moving);
    if (view.kind !== 'overlay') moveIn(screen, view, moving);
  }
  const isBoundBelow = () => bindingsBelow(screen).some(({ keys }) => keys.includes(key.name));
  if (store.getState().layers.length > 0 && isBoundBelow()) showBlockedMessage(screen);
  return 'handled';
}

function exit(screen: Screen, exitCode: number, ...cause: string[]): KeyHandling {
  screen.exit({ exitCode, lines: cause });
  return 'handled';
}

/** Runs a binding, or shows why it is unavailable. */
export function press<ViewState>(
  screen: Screen,
  { available, run, inkBytes }: Binding<ViewState>,
  viewState: ViewState,
  key: Key,
): KeyHandling {
  const availability = available?.(screen.store.getState()) ?? true;
  if (availability !== true)
    showMessage(screen, availability, 'warning', (state) => available?.(state) === availability);
  else if (run === 'ink') return { ink: inkBytes ?? key.bytes };
  else if (run !== 'typed') run(screen, viewState, key);
  return 'handled';
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
