import type { Binding, DescribedKey, Views } from '../state/screen.ts';
import { bindingsEverywhere, bindingsOf } from './active-bindings.ts';
import { movementKeys } from './movement-keys.ts';

export type KeySection = {
  readonly title: string;
  readonly keys: readonly (DescribedKey & Partial<Pick<Binding, 'action'>>)[];
};

/** Lists all keys for the help and docs/keys.md: global keys, the keys of each view, then movement keys. */
export function keySections(views: Views): readonly KeySection[] {
  return [
    { title: 'Everywhere', keys: bindingsEverywhere(views) },
    ...views.all.map((view) => ({ title: view.title, keys: bindingsOf(views, view) })),
    { title: 'Movement', keys: movementKeys },
  ];
}
