import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LocalState } from '../../commands/local-state.ts';
import type { SaveLines } from '../../logs/save-lines.ts';
import type { Token } from '../theme/theme.ts';
import { initialLogs } from './logs/logs-state.ts';
import type { ScreenExit } from './screen-exit.ts';
import type { Layer, ScreenState, ScreenTarget, TableState } from './screen-state.ts';

/** What the actions work with: the state, and the few ways out of it. */
export type Screen = {
  readonly store: StoreApi<ScreenState>;
  /** Aborted when the screen is left. */
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly leave: (exit: ScreenExit) => void;
  readonly attach: (target: ScreenTarget) => void;
  /** Into the terminal's clipboard (OSC 52). */
  readonly copy: (text: string) => void;
  readonly saveLines: SaveLines;
  /** What is kept from one run to the next; undefined where nothing is to be. */
  readonly local: LocalState | undefined;
  readonly rememberForwards: 'never' | 'ask' | 'always';
  /** Keeps the whole of an error that the person is told a sentence of. */
  readonly log: (error: unknown) => void;
};

export type InitialState = Pick<ScreenState, 'size' | 'now' | 'theme' | 'banner' | 'stage'>;

const emptyTable: TableState = { cursor: undefined, index: 0, top: 0, filter: '' };

export function createScreenStore(initial: InitialState): StoreApi<ScreenState> {
  const store = createStore<ScreenState>(() => ({
    ...initial,
    session: undefined,
    snapshot: undefined,
    logsSeen: 0,
    focus: 'pods',
    isZoomed: false,
    tables: { pods: emptyTable, jobs: emptyTable },
    logs: initialLogs,
    detail: undefined,
    layers: [],
    status: undefined,
    activities: [],
    history: [],
  }));
  store.subscribe((state) => {
    if (state.status?.holds?.(state) === false) store.setState({ status: undefined });
  });
  return store;
}

/** Shown above the footer for some seconds; what is true only while `holds` says so, no longer than that. */
export function say(
  screen: Screen,
  text: string,
  token: Token = 'strong',
  holds?: (state: ScreenState) => boolean,
): void {
  screen.store.setState({ status: { text, token, at: screen.now(), holds } });
}

export function openLayer({ store }: Screen, layer: Layer): void {
  store.setState(({ layers }) => ({ layers: [...layers, layer] }));
}

/** Over a list, and under what is typed, asked or read: an answer that comes late takes no key from that. */
export function openLayerBelow({ store }: Screen, layer: Layer): void {
  store.setState(({ layers }) => {
    const place = layers.findLastIndex(isList) + 1;
    return { layers: layers.toSpliced(place, 0, layer) };
  });
}

function isList(layer: Layer): boolean {
  return layer.kind === 'levels' ? !layer.isTyping : ['forwards', 'exceptions', 'log-columns'].includes(layer.kind);
}

/** Said for a key that would mean something below; it is over once the layer is closed. */
export function sayWhatIsInTheWay(screen: Screen): void {
  const { length } = screen.store.getState().layers;
  say(screen, 'Esc closes this first', 'warning', ({ layers }) => layers.length >= length);
}

export function closeLayer({ store }: Screen): void {
  store.setState(({ layers }) => ({ layers: layers.slice(0, -1) }));
}

export function replaceLayer({ store }: Screen, layer: Layer): void {
  store.setState(({ layers }) => ({ layers: [...layers.slice(0, -1), layer] }));
}
