import type { Layer } from '../store/screen-state.ts';
import { columnsKeys } from './columns-keys.ts';
import { commandLineKeys } from './command-line-keys.ts';
import { dialogKeys } from './dialog-keys.ts';
import { exceptionsKeys } from './exceptions-keys.ts';
import { filterKeys } from './filter-keys.ts';
import { forwardsKeys } from './forwards-keys.ts';
import type { LayerKeys } from './layer-binding.ts';
import { levelsKeys } from './levels-keys.ts';
import { logPromptKeys } from './log-prompt-keys.ts';
import { textKeys } from './text-keys.ts';

type Kind = Layer['kind'];
type LayerOf<Of extends Kind> = Layer & { readonly kind: Of };

/** The keys of every layer, in the order of the help and docs/keys.md. */
export const layerKeys: { readonly [Of in Kind]: LayerKeys<LayerOf<Of>> } = {
  forwards: forwardsKeys,
  levels: levelsKeys,
  exceptions: exceptionsKeys,
  'log-columns': columnsKeys,
  'log-prompt': logPromptKeys,
  filter: filterKeys,
  'command-line': commandLineKeys,
  text: textKeys,
  dialog: dialogKeys,
};

export function layerKeysOf<Of extends Kind>(layer: LayerOf<Of>): LayerKeys<LayerOf<Of>> {
  return layerKeys[layer.kind];
}
