import { openForwardsOf } from '../state/open-forwards-of.ts';
import { openLayer, openLayerBelow, type Screen } from '../state/screen.ts';

/** Opens the list of forwards, the newest under the cursor; it is open once at most. */
export function showForwards(screen: Screen, { below = false }: { readonly below?: boolean } = {}): void {
  const state = screen.store.getState();
  const cursor = openForwardsOf(state).at(-1)?.id;
  const isThere = state.layers.some(({ kind }) => kind === 'forwards');
  if (isThere) {
    screen.store.setState({
      layers: state.layers.map((layer) => (layer.kind === 'forwards' ? { ...layer, cursor } : layer)),
    });
  } else (below ? openLayerBelow : openLayer)(screen, { kind: 'forwards', cursor });
}
