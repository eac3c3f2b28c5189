import { createStore, type StoreApi } from 'zustand/vanilla';
import { noLogs } from './logs/drawn-logs.ts';
import { initialLogs } from './logs/logs-state.ts';
import { automaticSizes } from './panes/pane-sizes.ts';
import type { ScreenState, TableState } from './screen-state.ts';

export type InitialState = Pick<ScreenState, 'size' | 'now' | 'theme' | 'banner' | 'stage'> &
  Partial<Pick<ScreenState, 'isScreenReader' | 'keyNames' | 'isMouseOn' | 'chooser'>>;

const emptyTable: TableState = {
  cursor: undefined,
  index: 0,
  isMoved: false,
  top: 0,
  filter: '',
  sort: undefined,
  marked: [],
};

/** The part of the state that belongs to one cluster, before any of its data has arrived. */
export function emptyClusterState() {
  return {
    session: undefined,
    snapshot: undefined,
    journal: undefined,
    drawnLogs: noLogs,
    tables: { pods: emptyTable, jobs: emptyTable },
    logs: initialLogs,
    page: undefined,
    layers: [],
    typedKeys: [],
    chooser: undefined,
    status: undefined,
    activities: [],
    threadSamplings: [],
    toasts: [],
    metricCharts: new Map(),
  } satisfies Partial<ScreenState>;
}

export function createScreenStore(initial: InitialState): StoreApi<ScreenState> {
  const store = createStore<ScreenState>(() => ({
    ...emptyClusterState(),
    isScreenReader: false,
    keyNames: new Map(),
    isMouseOn: false,
    ...initial,
    serverNow: initial.now,
    keptForwards: [],
    leftClusters: [],
    focus: 'pods',
    isZoomed: false,
    paneSizes: automaticSizes,
    lastTable: 'pods',
    acts: [],
    histories: {},
  }));
  store.subscribe((state) => {
    if (state.focus !== 'logs' && state.focus !== state.lastTable) store.setState({ lastTable: state.focus });
    if (state.status?.isRelevant?.(state) === false) store.setState({ status: undefined });
  });
  return store;
}
