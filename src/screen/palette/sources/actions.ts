import { activeBindings, bindingsEverywhere, bindingsOf, openersOverOverlays } from '../../input/active-bindings.ts';
import { press } from '../../input/dispatch.ts';
import { firstShownKey } from '../../input/shown-key.ts';
import { baseView, frontView } from '../../state/layers.ts';
import type { Binding } from '../../state/screen.ts';
import type { Below, Entry } from '../palette.ts';

/** The action that opens the palette itself. */
const ownAction = 'palette.open';
const blocked = () => 'press Esc to close this view first';

/** Returns all actions that keys run in the view below the palette. */
export function actionEntries({ views, state }: Below): readonly Entry[] {
  const { id, viewState } = frontView(state);
  const front = views.get(id);
  const own = new Set(bindingsOf(views, front).map(({ action }) => action));
  const overlayOpeners = front.kind === 'overlay' ? openersOverOverlays(views) : [];
  const active = [...activeBindings(views, state), ...overlayOpeners];
  const isListed = ({ run, isByKey, action }: Binding) =>
    typeof run === 'function' && isByKey !== true && action !== ownAction;
  // The first binding of a key gets it. A binding that has lost all of its keys cannot run here, but the user may have removed
  // the keys of an action.
  const reachable = active
    .filter(isListed)
    .map((binding) => ({ binding, keys: binding.keys.filter((key) => ownerOf(active, key) === binding) }))
    .filter(({ binding, keys }) => keys.length > 0 || binding.keys.length === 0)
    .map(({ binding, keys }) => ({ ...binding, keys }));
  const actions = new Set(reachable.map(({ action }) => action));
  const behind = state.layers.length === 0 ? [] : bindingsBehind({ views, state });
  return [
    ...reachable.map((binding) => entryOf(binding, viewState, own.has(binding.action))),
    ...behind
      .filter((binding) => isListed(binding) && !actions.has(binding.action))
      .map((binding) => entryOf({ ...binding, available: blocked }, undefined, false)),
  ];
}

function ownerOf(bindings: readonly Binding[], key: string): Binding | undefined {
  return bindings.find(({ keys, run }) => run !== 'typed' && keys.includes(key));
}

/** Returns the bindings that the overlay blocks. */
function bindingsBehind({ views, state }: Below): readonly Binding[] {
  const { id, viewState } = baseView(state);
  return [
    ...bindingsOf(views, views.get(id)).filter(({ when }) => when?.(viewState) ?? true),
    ...bindingsEverywhere(views),
  ];
}

function entryOf(binding: Binding, viewState: unknown, isOwn: boolean): Entry {
  const { action, help, available, keys } = binding;
  return {
    key: `action ${action}`,
    title: help,
    alias: action,
    kind: 'viewId' in binding ? 'view' : 'action',
    shownKey: keys.length === 0 ? '' : firstShownKey(binding),
    rank: isOwn ? 1 : 2,
    available,
    run: (screen) => press(screen, binding, viewState, { name: keys[0] ?? '', text: '', bytes: '' }),
  };
}
