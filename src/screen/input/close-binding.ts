import { closeLayer } from '../state/layers.ts';
import type { Binding } from '../state/screen.ts';

/** The keys that close an overlay: at the right end of its footer. */
export function closeBinding(id: string, keys: readonly string[], help = 'close'): Binding {
  return { action: `${id}.close`, keys, hint: 'close', isLasting: true, help, run: closeLayer };
}
