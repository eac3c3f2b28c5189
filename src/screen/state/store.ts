import { createStore, type StoreApi } from 'zustand/vanilla';
import { noLogs } from './logs/drawn-logs.ts';
import { initialLogs } from './logs/logs-state.ts';
import { automaticSizes } from './panes/pane-sizes.ts';
import type { ScreenState, TableState } from './screen-state.ts';

export type InitialState = Pick<ScreenState, 'size' | 'now' | 'theme' | 'banner' | 'stage'> &
  Partial<Pick<ScreenState, 'isScreenReader' | 'keyNames' | 'isMouseOn'>>;

const emptyTable: TableState = {
  cursor: undefined,
  index: 0,
  isMoved: false,
  top: 0,
  filter: '',
  sort: undefined,
  marked: [],
};

export function createScreenStore(initial: InitialState): StoreApi<ScreenState> {
  const store = createStore<ScreenState>(() => ({
    isScreenReader: false,
    keyNames: new Map(),
    isMouseOn: false,
    ...initial,
    serverNow: initial.now,
    session: undefined,
    snapshot: undefined,
    journal: undefined,
    drawnLogs: noLogs,
    focus: 'pods',
    isZoomed: false,
    paneSizes: automaticSizes,
    lastTable: 'pods',
    tables: { pods: emptyTable, jobs: emptyTable },
    logs: initialLogs,
    page: undefined,
    layers: [],
    typedKeys: [],
    status: undefined,
    activities: [],
    threadSamplings: [],
    acts: [],
    toasts: [],
    metricCharts: new Map(),
    histories: {},
  }));
  store.subscribe((state) => {
    if (state.focus !== 'logs' && state.focus !== state.lastTable) store.setState({ lastTable: state.focus });
    if (state.status?.isRelevant?.(state) === false) store.setState({ status: undefined });
  });
  return store;
}
