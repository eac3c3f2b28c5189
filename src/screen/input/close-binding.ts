import { closeLayer } from '../state/layers.ts';
import type { Binding } from '../state/screen.ts';

/** Returns the binding that closes an overlay. Its hint is at the right end of the footer. */
export function closeBinding(id: string, keys: readonly string[], help = 'Close'): Binding {
  return { action: `${id}.close`, keys, hint: 'close', isAlwaysShown: true, help, run: closeLayer };
}
