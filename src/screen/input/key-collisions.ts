import type { Binding, View, Views } from '../state/screen.ts';
import { bindingsEverywhere, bindingsOf, everyAction, openersOverOverlays } from './active-bindings.ts';
import type { Keymap } from './create-views.ts';
import { suspendAction } from './global-bindings.ts';
import { movementOf } from './movement-keys.ts';
import { shownKey } from './shown-key.ts';

export type KeyCollision = { readonly actions: readonly [string, string]; readonly text: string };

type Keyed = Pick<Binding, 'action' | 'keys' | 'context'>;

/**
 * Finds two actions that would share a key in the same view, or of which one has a key that starts a sequence of the
 * other. Default keys that two actions share on purpose are no collision: the actions are never active together.
 */
export function findCollisions(defaults: Views, views: Views, keymap: Keymap): readonly KeyCollision[] {
  const defaultKeys = new Map(everyAction(defaults).map(({ action, keys }) => [action, keys]));
  const areExclusive = (one: Keyed, other: Keyed) => {
    if (one.context !== undefined && other.context !== undefined && one.context !== other.context) return true;
    const [first = [], second = []] = [defaultKeys.get(one.action), defaultKeys.get(other.action)];
    return findShared(first, second) !== undefined;
  };
  const found = new Map<string, KeyCollision>();
  for (const view of views.all) {
    const actions = actionsIn(views, view);
    for (const changed of actions.filter(({ action }) => keymap.has(action))) {
      for (const other of actions) {
        const shared = changed.action === other.action ? undefined : findShared(changed.keys, other.keys);
        const names = [changed.action, other.action].toSorted().join(' ');
        if (shared === undefined || found.has(names) || areExclusive(changed, other)) continue;
        found.set(names, { actions: [changed.action, other.action], text: describe(changed, other, shared, view) });
      }
    }
  }
  return [...found.values()];
}

type Shared = { readonly key: string; readonly start?: string };

/** Returns the key that both have, or the sequence and its start. */
function findShared(some: readonly string[], others: readonly string[]): Shared | undefined {
  for (const key of some) {
    if (others.includes(key)) return { key };
    const longer = others.find((other) => other.startsWith(`${key} `));
    if (longer !== undefined) return { key: longer, start: key };
    const shorter = others.find((other) => key.startsWith(`${other} `));
    if (shorter !== undefined) return { key, start: shorter };
  }
  return undefined;
}

function describe(changed: Keyed, other: Keyed, { key, start }: Shared, { title }: View): string {
  const where = `in ${title}`;
  if (start === undefined)
    return `${changed.action} and ${other.action} would both have the key ${shownKey(key)} ${where}`;
  const [long, short] = changed.keys.includes(key) ? [changed, other] : [other, changed];
  return `${long.action} has the keys ${shownKey(key)}, but ${shownKey(start)} is the key of ${short.action} ${where}`;
}

const overOverlays = (views: Views): readonly Keyed[] => [
  ...openersOverOverlays(views),
  ...views.global.filter(({ action }) => action === suspendAction),
];

/** Returns all actions that a key may run while the view is in front. */
function actionsIn(views: Views, view: View): readonly Keyed[] {
  const own = bindingsOf(views, view).filter(({ run }) => run !== 'typed');
  const moves = view.move !== undefined || own.some(({ keys }) => keys.some((key) => movementOf(key) !== undefined));
  return [
    ...own.filter(({ keys }) => keys.every((key) => movementOf(key) === undefined)),
    ...(view.kind === 'overlay' ? overOverlays(views) : bindingsEverywhere(views)),
    ...(moves ? views.movements : []),
  ];
}
