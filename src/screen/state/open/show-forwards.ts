import { openLayer, openLayerBelow } from '../layers.ts';
import type { Screen } from '../screen.ts';

/** State of the overlay `forwards`. */
export type ForwardList = {
  /** Key of the forward under the cursor. */
  readonly cursor: string | undefined;
};

type Options = {
  /** Opens the list behind prompts, dialogs and texts. */
  readonly below?: boolean;
  /** Key of the forward under the cursor; default: the newest one. */
  readonly cursor?: string;
};

/** Opens the list of forwards. An open list is reused. */
export function showForwards(screen: Screen, { below = false, cursor }: Options = {}): void {
  const state = screen.store.getState();
  // The snapshot does not yet contain a forward that was opened just now.
  const newest = state.session?.connection.forwards.list().at(-1);
  const viewState: ForwardList = { cursor: cursor ?? (newest && `${newest.id}`) };
  const isOpen = state.layers.some(({ id }) => id === 'forwards');
  if (isOpen) {
    screen.store.setState({
      layers: state.layers.map((layer) => (layer.id === 'forwards' ? { ...layer, viewState } : layer)),
    });
  } else (below ? openLayerBelow : openLayer)(screen, 'forwards', viewState);
}
