import { commandLineKeys } from '../command-line/command-line-keys.ts';
import { dialogKeys } from '../dialog/dialog-keys.ts';
import { filterKeys } from '../filter/filter-keys.ts';
import { forwardsKeys } from '../forwards/forwards-keys.ts';
import { levelsKeys } from '../levels/levels-keys.ts';
import { columnsKeys } from '../logs/columns/columns-keys.ts';
import { exceptionsKeys } from '../logs/exceptions/exceptions-keys.ts';
import { logPromptKeys } from '../logs/prompt/log-prompt-keys.ts';
import type { Layer } from '../state/screen-state.ts';
import { textKeys } from '../text/text-keys.ts';
import type { LayerKeys } from './layer-binding.ts';

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
