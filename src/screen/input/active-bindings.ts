import { frontView } from '../state/layers.ts';
import type { Binding, Opener, View, Views } from '../state/screen.ts';
import type { Layer, ScreenState } from '../state/screen-state.ts';
import { commandBindings } from './command-bindings.ts';
import { globalBindings } from './global-bindings.ts';

/** The keys that mean the same in every pane and page. */
export function bindingsEverywhere(views: Views): readonly Binding[] {
  return [...commandBindings('any'), ...globalBindings, ...views.openers('any')];
}

/** All keys of a view: those of commands, those that lead from it to others, and its own. */
export function bindingsOf(views: Views, { id, bindings, commandsOf = id }: View): readonly Binding[] {
  return [...commandBindings(commandsOf), ...views.openers(id), ...bindings];
}

/** What the keys mean now, those of the view before those of all. */
export function activeBindings(views: Views, state: ScreenState): readonly Binding[] {
  const layer = frontView(state);
  const front = views.get(layer.id);
  const own = bindingsOf(views, front).filter(({ when }) => when?.(layer.own) ?? true);
  return front.kind === 'overlay' ? own : [...own, ...bindingsEverywhere(views)];
}

/** The keys that mean the same over an overlay, unless that has a use for them. */
export function openersOverOverlays(views: Views): readonly Opener[] {
  return views.openers('any').filter(({ isOverOverlays }) => isOverOverlays === true);
}

/** Whether keys are letters of a text now. */
export function takesText({ edit, takesText }: View, { own }: Pick<Layer, 'own'>): boolean {
  return edit !== undefined && (takesText?.(own) ?? true);
}
