import type { Screen } from './screen.ts';
import type { Layer, ScreenState } from './screen-state.ts';

/** Opens an overlay in front of all views. `own` is the overlay's own state. */
export function openLayer<Own>({ store }: Screen, id: string, own: Own): void {
  store.setState(({ layers }) => ({ layers: [...layers, { id, own }] }));
}

/** Opens an overlay in front of lists, but behind prompts, dialogs and texts, so that a late result never takes their keys. */
export function openLayerBelow<Own>({ store, views }: Screen, id: string, own: Own): void {
  const isList = (layer: Layer) => views.get(layer.id).isList?.(layer.own) ?? false;
  store.setState(({ layers }) => ({ layers: layers.toSpliced(layers.findLastIndex(isList) + 1, 0, { id, own }) }));
}

export function closeLayer({ store }: Pick<Screen, 'store'>): void {
  store.setState(({ layers }) => ({ layers: layers.slice(0, -1) }));
}

/** Replaces the state of the top overlay. */
export function changeLayer<Own>({ store }: Screen, own: Own): void {
  store.setState(({ layers }) => ({
    layers: layers.map((layer, index) => (index === layers.length - 1 ? { ...layer, own } : layer)),
  }));
}

/** Returns the state of this overlay if it is the top one. */
export function ownOfTop<Own>({ layers }: ScreenState, id: string): Own | undefined {
  const layer = layers.at(-1);
  return layer?.id === id ? (layer.own as Own) : undefined;
}

/** Returns the view behind all overlays: the cluster picker, a page or the focused pane. */
export function baseView({ stage, page, focus }: ScreenState): Layer {
  if (stage.kind === 'picking') return { id: 'clusters', own: stage };
  return page ?? { id: focus, own: undefined };
}

/** Returns the view that receives the keys. */
export function frontView(state: ScreenState): Layer {
  return state.layers.at(-1) ?? baseView(state);
}
