import { openLayer, openLayerBelow } from '../layers.ts';
import type { Screen } from '../screen.ts';

/** The state of the overlay `forwards`. */
export type ForwardList = {
  /** The id of the forward under the cursor. */
  readonly cursor: number | undefined;
};

/** Opens the list of forwards, the newest under the cursor; it is open once at most. */
export function showForwards(screen: Screen, { below = false }: { readonly below?: boolean } = {}): void {
  const state = screen.store.getState();
  // One that was opened just now is not in the snapshot yet.
  const own: ForwardList = { cursor: state.session?.connection.forwards.list().at(-1)?.id };
  const isThere = state.layers.some(({ id }) => id === 'forwards');
  if (isThere) {
    screen.store.setState({
      layers: state.layers.map((layer) => (layer.id === 'forwards' ? { ...layer, own } : layer)),
    });
  } else (below ? openLayerBelow : openLayer)(screen, 'forwards', own);
}
