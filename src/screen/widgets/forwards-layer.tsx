import { forwardsOverlay } from '../rows/forwards-overlay.ts';
import { openForwardsOf } from '../store/forwards/open-forwards-of.ts';
import type { Layer } from '../store/screen-state.ts';
import { Frame } from './frame.tsx';
import { useScreenState } from './screen-context.tsx';

/** Local ports that are open, and how each stands. It changes with the clock, once a second. */
export function ForwardsLayer({ layer }: { readonly layer: Layer & { readonly kind: 'forwards' } }) {
  const state = useScreenState((whole) => whole);
  const forwards = openForwardsOf(state);
  const { rectangle, rows } = forwardsOverlay(state, layer, forwards);
  return <Frame rectangle={rectangle} title={`Forwards (${forwards.length})`} isFocused text={rows.join('\n')} />;
}
