import { openLayer, openLayerBelow, type Screen } from '../screen.ts';

/** Opens the list of forwards, the newest under the cursor; it is open once at most. */
export function showForwards(screen: Screen, { below = false }: { readonly below?: boolean } = {}): void {
  const state = screen.store.getState();
  // One that was opened just now is not in the snapshot yet.
  const cursor = state.session?.connection.forwards.list().at(-1)?.id;
  const isThere = state.layers.some(({ kind }) => kind === 'forwards');
  if (isThere) {
    screen.store.setState({
      layers: state.layers.map((layer) => (layer.kind === 'forwards' ? { ...layer, cursor } : layer)),
    });
  } else (below ? openLayerBelow : openLayer)(screen, { kind: 'forwards', cursor });
}
