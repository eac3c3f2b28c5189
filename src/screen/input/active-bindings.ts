import { frontView } from '../state/layers.ts';
import type { Binding, MovementKey, Opener, View, Views } from '../state/screen.ts';
import type { Layer, ScreenState } from '../state/screen-state.ts';
import { activeToastBindings } from './toast-bindings.ts';

/** Returns the bindings that work in every pane and page. A footer names the first ones that fit. */
export function bindingsEverywhere(views: Views): readonly Binding[] {
  const openers = views.openers('any');
  const isLast = ({ isAlwaysShown }: Binding) => isAlwaysShown === true;
  return [
    ...views.commands('any'),
    ...openers.filter((opener) => !isLast(opener)),
    ...views.global,
    ...openers.filter(isLast),
  ];
}

/**
 * Returns all bindings of a view: those of commands, those that open other views, and those of the view itself. A view with
 * the commands of another one has its own keys first, except those marked otherwise.
 */
export function bindingsOf(views: Views, { id, bindings, commandsOf }: View): readonly Binding[] {
  if (commandsOf !== undefined) {
    const isLate = ({ isAfterCommands }: Binding) => isAfterCommands === true;
    const early = bindings.filter((binding) => !isLate(binding));
    return [...views.openers(id), ...early, ...views.commands(commandsOf), ...bindings.filter(isLate)];
  }
  return [...views.commands(id), ...views.openers(id), ...bindings];
}

/** Returns every action with its keys, also the movements. An action of several views is listed several times. */
export function everyAction(views: Views): readonly (Binding | MovementKey)[] {
  const ofViews = views.all.flatMap((view) => bindingsOf(views, view));
  return [...ofViews, ...bindingsEverywhere(views), ...views.toasts, ...views.movements];
}

/** Returns the bindings that are active now: those of toasts, of the view, then the global ones. */
export function activeBindings(views: Views, state: ScreenState): readonly Binding[] {
  const layer = frontView(state);
  const front = views.get(layer.id);
  const viewBindings = bindingsOf(views, front).filter(({ when }) => when?.(layer.viewState) ?? true);
  if (front.kind === 'overlay') return viewBindings;
  const ofToasts = activeToastBindings(views, state);
  const isFree = ({ keys }: Binding) => !ofToasts.some((toast) => keys.every((key) => toast.keys.includes(key)));
  return [...ofToasts, ...viewBindings.filter(isFree), ...bindingsEverywhere(views).filter(isFree)];
}

/** Returns the active bindings, and those that also work over the front overlay unless it binds the same key. */
export function reachableBindings(views: Views, state: ScreenState): readonly Binding[] {
  const layer = frontView(state);
  const front = views.get(layer.id);
  const isListening = front.kind === 'overlay' && !takesText(front, layer);
  return [...activeBindings(views, state), ...(isListening ? openersOverOverlays(views) : [])];
}

/** Returns the bindings that also work over an overlay, unless the overlay binds the same key. */
export function openersOverOverlays(views: Views): readonly Opener[] {
  return views.openers('any').filter(({ isOverOverlays }) => isOverOverlays === true);
}

/** Returns whether the view takes keys as text now. */
export function takesText({ edit, takesText }: View, { viewState }: Pick<Layer, 'viewState'>): boolean {
  return edit !== undefined && (takesText?.(viewState) ?? true);
}
