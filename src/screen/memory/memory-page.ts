import { memoryRows } from '../../session/memory/memory-rows.ts';
import type { ClusterMemory } from '../../session/memory/pod-memory.ts';
import type { PodRow } from '../../session/snapshot.ts';
import { rememberLast } from '../draw/remember-last.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';

/** State of the page `memory`. */
export type MemoryPage = {
  /** Uid of the pod under the cursor, so that the cursor stays on it; undefined for the first row. */
  readonly cursor: string | undefined;
  readonly top: number;
  /** Whether only the pod under the cursor is shown. */
  readonly isDetail: boolean;
  /** First visible row of the details. */
  readonly detailTop: number;
};

export const newMemoryPage = (cursor: string | undefined, isDetail: boolean): MemoryPage => ({
  cursor,
  top: 0,
  isDetail,
  detailTop: 0,
});

export function memoryPage({ page }: ScreenState): MemoryPage | undefined {
  return page?.id === 'memory' ? (page.viewState as MemoryPage) : undefined;
}

export function changeMemoryPage({ store }: Screen, part: Partial<MemoryPage>): void {
  store.setState(({ page }) =>
    page?.id === 'memory' ? { page: { ...page, viewState: { ...(page.viewState as MemoryPage), ...part } } } : {},
  );
}

/** Rows of the page: the pods nearest to a limit first. */
export function shownRows({ snapshot, journal }: ScreenState) {
  return snapshot === undefined
    ? []
    : rowsOf(
        snapshot.memory,
        snapshot.pods,
        snapshot.jobs,
        snapshot.readings,
        snapshot.loads,
        journal?.entries ?? noEntries,
      );
}

const noEntries: NonNullable<ScreenState['journal']>['entries'] = [];
type Snapshot = NonNullable<ScreenState['snapshot']>;

const rowsOf = rememberLast(
  (
    memory: ClusterMemory,
    pods: readonly PodRow[] | undefined,
    jobs: Snapshot['jobs'],
    readings: Snapshot['readings'],
    loads: Snapshot['loads'],
    entries: typeof noEntries,
  ) => memoryRows({ memory, pods, jobs, readings, loads }, entries),
);

/** Index of the row under the cursor. */
export function cursorIndex(state: ScreenState, { cursor }: Pick<MemoryPage, 'cursor'>): number {
  return Math.max(
    0,
    shownRows(state).findIndex(({ uid }) => uid === cursor),
  );
}
