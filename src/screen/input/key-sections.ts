import { pickerKeys } from '../clusters/picker-keys.ts';
import type { Binding, DescribedKey } from './binding.ts';
import { layerKeys } from './layer-keys.ts';
import { movementKeys } from './movement.ts';
import { places } from './places.ts';

export type KeySection = { readonly title: string; readonly keys: readonly DescribedKey[] };

/** Every key there is, as the help and docs/keys.md list them: of the panes, of what lies over them, those that move. */
export function keySections(bindings: readonly Binding[]): readonly KeySection[] {
  return [
    ...places.map(({ place, title }) => ({ title, keys: bindings.filter((binding) => binding.place === place) })),
    ...Object.values(layerKeys),
    pickerKeys,
    { title: 'Moving', keys: movementKeys },
  ];
}
