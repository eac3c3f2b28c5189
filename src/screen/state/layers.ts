import type { Screen } from './screen.ts';
import type { Layer, ScreenState } from './screen-state.ts';

/** Opens an overlay over everything; `own` is its state. */
export function openLayer<Own>({ store }: Screen, id: string, own: Own): void {
  store.setState(({ layers }) => ({ layers: [...layers, { id, own }] }));
}

/** Over a list, and under what is typed, asked or read: an answer that comes late takes no key from that. */
export function openLayerBelow<Own>({ store, views }: Screen, id: string, own: Own): void {
  const isList = (layer: Layer) => views.get(layer.id).isList?.(layer.own) ?? false;
  store.setState(({ layers }) => ({ layers: layers.toSpliced(layers.findLastIndex(isList) + 1, 0, { id, own }) }));
}

export function closeLayer({ store }: Pick<Screen, 'store'>): void {
  store.setState(({ layers }) => ({ layers: layers.slice(0, -1) }));
}

/** Changes the state of the overlay that has the keys. */
export function changeLayer<Own>({ store }: Screen, own: Own): void {
  store.setState(({ layers }) => ({
    layers: layers.map((layer, index) => (index === layers.length - 1 ? { ...layer, own } : layer)),
  }));
}

/** The state of an overlay, while it has the keys. */
export function ownOfTop<Own>({ layers }: ScreenState, id: string): Own | undefined {
  const layer = layers.at(-1);
  return layer?.id === id ? (layer.own as Own) : undefined;
}

/** What lies below all overlays: the choice of a cluster, a page, or the pane that has the keys. */
export function baseView({ stage, page, focus }: ScreenState): Layer {
  if (stage.kind === 'picking') return { id: 'clusters', own: stage };
  return page ?? { id: focus, own: undefined };
}

/** What has the keys. */
export function frontView(state: ScreenState): Layer {
  return state.layers.at(-1) ?? baseView(state);
}
