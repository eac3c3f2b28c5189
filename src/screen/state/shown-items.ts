import type { Forward } from '../../session/forwards/forward.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import type { PodRow } from '../../session/snapshot.ts';
import { rememberLast } from '../draw/remember-last.ts';
import type { ScreenState, TableName, TableState } from './screen-state.ts';

const noPods: readonly PodRow[] = [];
const noJobs: readonly JobRow[] = [];
const noForwards: readonly Forward[] = [];

const filterPods = rememberLast((pods: readonly PodRow[], filter: string) =>
  filter === '' ? pods : pods.filter(({ name, status, reason }) => contains(`${name} ${status} ${reason}`, filter)),
);
const filterJobs = rememberLast((jobs: readonly JobRow[], filter: string) =>
  filter === '' ? jobs : jobs.filter(({ id, name, state }) => contains(`${id} ${name} ${state}`, filter)),
);

function contains(text: string, filter: string): boolean {
  return text.toLowerCase().includes(filter.toLowerCase());
}

/** Returns the pods that match the filter. */
export function shownPods({ snapshot, tables }: ScreenState): readonly PodRow[] {
  return filterPods(snapshot?.pods ?? noPods, tables.pods.filter);
}

/** Returns the jobs that match the filter. */
export function shownJobs({ snapshot, tables }: ScreenState): readonly JobRow[] {
  return filterJobs(snapshot?.jobs ?? noJobs, tables.jobs.filter);
}

/** Returns the open forwards. */
export function shownForwards({ snapshot }: ScreenState): readonly Forward[] {
  return snapshot?.forwards ?? noForwards;
}

const keysOfPods = rememberLast((pods: readonly PodRow[]) => pods.map(({ uid }) => uid));
const keysOfJobs = rememberLast((jobs: readonly JobRow[]) => jobs.map(({ id }) => id));

export function keysOf(state: ScreenState, table: TableName): readonly string[] {
  return table === 'pods' ? keysOfPods(shownPods(state)) : keysOfJobs(shownJobs(state));
}

/** Returns the index of the row under the cursor, or the last known index if the row is gone. */
export function cursorIndex(keys: readonly string[], { cursor, index }: TableState): number {
  const found = cursor === undefined ? -1 : keys.indexOf(cursor);
  return found !== -1 ? found : Math.max(0, Math.min(index, keys.length - 1));
}

export function podUnderCursor(state: ScreenState): PodRow | undefined {
  return shownPods(state)[cursorIndex(keysOf(state, 'pods'), state.tables.pods)];
}

/** Returns the job of the page if there is one, else the job under the cursor. */
export function jobUnderCursor(state: ScreenState): JobRow | undefined {
  const { page, snapshot } = state;
  if (page !== undefined) return snapshot?.jobs?.find(({ id }) => id === page.jobId);
  return shownJobs(state)[cursorIndex(keysOf(state, 'jobs'), state.tables.jobs)];
}
