import type { Screen } from './screen.ts';
import type { Layer, ScreenState } from './screen-state.ts';

/** Opens an overlay in front of all views. */
export function openLayer<ViewState>({ store }: Screen, id: string, viewState: ViewState): void {
  store.setState(({ layers }) => ({ layers: [...layers, { id, viewState }] }));
}

/** Opens an overlay in front of lists, but behind prompts, dialogs and texts, which keep the keys. */
export function openLayerBelow<ViewState>({ store, views }: Screen, id: string, viewState: ViewState): void {
  const isList = (layer: Layer) => views.get(layer.id).isList?.(layer.viewState) ?? false;
  store.setState(({ layers }) => ({
    layers: layers.toSpliced(layers.findLastIndex(isList) + 1, 0, { id, viewState }),
  }));
}

export function closeLayer({ store }: Pick<Screen, 'store'>): void {
  store.setState(({ layers }) => ({ layers: layers.slice(0, -1) }));
}

/** Replaces the state of the top overlay. */
export function changeLayer<ViewState>({ store }: Screen, viewState: ViewState): void {
  store.setState(({ layers }) => ({
    layers: layers.map((layer, index) => (index === layers.length - 1 ? { ...layer, viewState } : layer)),
  }));
}

/** Returns the state of this overlay if it is the top one. */
export function topViewState<ViewState>({ layers }: ScreenState, id: string): ViewState | undefined {
  const layer = layers.at(-1);
  return layer?.id === id ? (layer.viewState as ViewState) : undefined;
}

/** Returns the view behind all overlays: the cluster picker, a page or the focused pane. */
export function baseView({ stage, page, focus }: ScreenState): Layer {
  if (stage.kind === 'picking') return { id: 'clusters', viewState: undefined };
  return page ?? { id: focus, viewState: undefined };
}

/** Returns the view that receives the keys. */
export function frontView(state: ScreenState): Layer {
  return state.layers.at(-1) ?? baseView(state);
}
