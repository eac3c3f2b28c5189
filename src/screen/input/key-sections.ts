import type { Binding, DescribedKey, View, Views } from '../state/screen.ts';
import { bindingsEverywhere, bindingsOf } from './active-bindings.ts';
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
  const bindings = keySections(views).flatMap(({ keys }) => keys);
  return new Map(
    bindings.flatMap((binding) =>
      binding.action === undefined || binding.keys.length === 0
        ? []
        : [[binding.action, firstShownKey(binding)] as const],
    ),
  );
}

/** Returns the title of a view with the keys that open it: `Log prompt (/ & @ W)`. */
function titleOf(views: Views, { title, opens = [], openedBy = [] }: View): string {
  const all = [...views.all.flatMap((view) => bindingsOf(views, view)), ...bindingsEverywhere(views)];
  const openers = [...opens, ...openedBy.map((action) => all.find((binding) => binding.action === action))];
  const keys = new Set(openers.flatMap((binding) => (binding?.keys.length ? [firstShownKey(binding)] : [])));
  return keys.size === 0 ? title : `${title} (${[...keys].join(' ')})`;
}
