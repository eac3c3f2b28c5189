import type { JobRow } from '../../session/readings/join-jobs.ts';
import type { PodRow } from '../../session/snapshot.ts';
import { rememberLast } from '../draw/remember-last.ts';
import type { ScreenState, TableName, TableState } from './screen-state.ts';

const noPods: readonly PodRow[] = [];
const noJobs: readonly JobRow[] = [];

const filterPods = rememberLast((pods: readonly PodRow[], filter: string) =>
  filter === ''
    ? pods
    : pods.filter(({ name, status: word, reason: why }) => contains(`${name} ${word} ${why}`, filter)),
);
const filterJobs = rememberLast((jobs: readonly JobRow[], filter: string) =>
  filter === '' ? jobs : jobs.filter(({ id, name, state }) => contains(`${id} ${name} ${state}`, filter)),
);

function contains(text: string, filter: string): boolean {
  return text.toLowerCase().includes(filter.toLowerCase());
}

/** The pods that the filter leaves. */
export function shownPods({ snapshot, tables }: ScreenState): readonly PodRow[] {
  return filterPods(snapshot?.pods ?? noPods, tables.pods.filter);
}

/** The jobs that the filter leaves. */
export function shownJobs({ snapshot, tables }: ScreenState): readonly JobRow[] {
  return filterJobs(snapshot?.jobs ?? noJobs, tables.jobs.filter);
}

const keysOfPods = rememberLast((pods: readonly PodRow[]) => pods.map(({ uid }) => uid));
const keysOfJobs = rememberLast((jobs: readonly JobRow[]) => jobs.map(({ id }) => id));

export function keysOf(state: ScreenState, table: TableName): readonly string[] {
  return table === 'pods' ? keysOfPods(shownPods(state)) : keysOfJobs(shownJobs(state));
}

/** Where the cursor stands: on its row, or where that was. */
export function cursorIndex(keys: readonly string[], { cursor, index }: TableState): number {
  const found = cursor === undefined ? -1 : keys.indexOf(cursor);
  return found !== -1 ? found : Math.max(0, Math.min(index, keys.length - 1));
}

export function podUnderCursor(state: ScreenState): PodRow | undefined {
  return shownPods(state)[cursorIndex(keysOf(state, 'pods'), state.tables.pods)];
}

/** The job that a page is of goes first. */
export function jobUnderCursor(state: ScreenState): JobRow | undefined {
  const { page, snapshot } = state;
  if (page !== undefined) return snapshot?.jobs?.find(({ id }) => id === page.jobId);
  return shownJobs(state)[cursorIndex(keysOf(state, 'jobs'), state.tables.jobs)];
}
