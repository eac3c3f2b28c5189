import type { Binding, DescribedKey, View, Views } from '../state/screen.ts';
import { bindingsEverywhere, bindingsOf, everyAction } from './active-bindings.ts';
import { firstShownKey } from './shown-key.ts';

export type KeySection = {
  /** The view that the keys belong to; undefined for keys of several views. */
  readonly viewId?: string;
  readonly title: string;
  readonly keys: readonly (DescribedKey & Partial<Pick<Binding, 'action'>>)[];
};

/** Lists all keys for the help and docs/keys.md: global keys, the keys of toasts and of each view, then movement keys. */
export function keySections(views: Views): readonly KeySection[] {
  return [
    { title: 'Everywhere', keys: bindingsEverywhere(views) },
    { title: 'Toasts', keys: views.toasts },
    ...views.all.map((view) => ({ viewId: view.id, title: titleOf(views, view), keys: bindingsOf(views, view) })),
    { title: 'Movement', keys: views.movements },
  ];
}

/** Returns the first key of each action, for sentences that name a key. */
export function keyNamesOf(views: Views): ReadonlyMap<string, string> {
  const bound = everyAction(views).filter(({ keys }) => keys.length > 0);
  return new Map(bound.map((binding) => [binding.action, firstShownKey(binding)]));
}

/** Returns the title of a view with the keys that open it: `Log prompt (/ & @ W)`. */
function titleOf(views: Views, { title, opens = [], openedBy = [] }: View): string {
  const all = everyAction(views);
  const openers = [...opens, ...openedBy.map((action) => all.find((binding) => binding.action === action))];
  const keys = new Set(openers.flatMap((binding) => (binding?.keys.length ? [firstShownKey(binding)] : [])));
  return keys.size === 0 ? title : `${title} (${[...keys].join(' ')})`;
}
