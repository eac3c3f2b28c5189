import type { Binding, DescribedKey, Views } from '../state/screen.ts';
import { bindingsEverywhere, bindingsOf } from './active-bindings.ts';
import { movementKeys } from './movement-keys.ts';
import { toastBindings } from './toast-bindings.ts';

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
    { title: 'Toasts', keys: toastBindings },
    ...views.all.map((view) => ({ viewId: view.id, title: view.title, keys: bindingsOf(views, view) })),
    { title: 'Movement', keys: movementKeys },
  ];
}
