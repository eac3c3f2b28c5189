import { Frame } from '../draw/frame.tsx';
import { openForwardsOf } from '../state/open-forwards-of.ts';
import { useScreenState } from '../state/screen-context.tsx';
import type { Layer } from '../state/screen-state.ts';
import { forwardsOverlay } from './forwards-overlay.ts';

/** Local ports that are open, and how each stands. It changes with the clock, once a second. */
export function ForwardsLayer({ layer }: { readonly layer: Layer & { readonly kind: 'forwards' } }) {
  const state = useScreenState((whole) => whole);
  const forwards = openForwardsOf(state);
  const { rectangle, rows } = forwardsOverlay(state, layer, forwards);
  return <Frame rectangle={rectangle} title={`Forwards (${forwards.length})`} isFocused text={rows.join('\n')} />;
}
