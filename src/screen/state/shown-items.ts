import type { Forward, Forwards } from '../../session/forwards/forward.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import type { PodRow } from '../../session/snapshot.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { healthRank, type JobHealths, jobHealths } from './job-health.ts';
import { jobSortKeys } from './list/job-sort-keys.ts';
import { matchesFilter } from './list/matches-filter.ts';
import { podSortKeys, type RecentErrors, recentErrors } from './list/pod-sort-keys.ts';
import { keepOrder, sortItems, sortKeyOf } from './list/sort-items.ts';
import type { ScreenState, TableName, TableSort, TableState } from './screen-state.ts';

const noPods: readonly PodRow[] = [];
const noJobs: readonly JobRow[] = [];

const minuteMs = 60_000;
const noErrors: RecentErrors = new Map();

const sortPods = keepOrder((pods: readonly PodRow[], sort: TableSort | undefined, errors: RecentErrors) => {
  const key = sortKeyOf(podSortKeys, sort);
  if (sort === undefined || key === undefined) return pods;
  return sortItems(pods, (pod) => (pod.goneAt === undefined ? key.value(pod, errors) : undefined), sort.direction);
});
const sortJobs = keepOrder((jobs: readonly JobRow[], sort: TableSort | undefined, now: number, healths: JobHealths) => {
  const key = sortKeyOf(jobSortKeys, sort);
  if (sort === undefined || key === undefined) {
    return sortItems(jobs, ({ id }) => healthRank(healths.get(id)), 'ascending');
  }
  return sortItems(jobs, (job) => key.value(job, { now, healths }), sort.direction);
});
const filterPods = rememberLast((pods: readonly PodRow[], filter: string) =>
  filter === ''
    ? pods
    : pods.filter(({ name, status, reason }) => matchesFilter(`${name} ${status} ${reason}`, filter)),
);
const filterJobs = rememberLast((jobs: readonly JobRow[], filter: string) =>
  filter === '' ? jobs : jobs.filter(({ id, name, state }) => matchesFilter(`${id} ${name} ${state}`, filter)),
);

/** Returns the pods that match the filter, in the chosen order. Gone pods are always last. */
export function shownPods({ snapshot, tables: { pods }, drawnLogs, now }: ScreenState): readonly PodRow[] {
  const errors =
    pods.sort?.by === 'errors'
      ? recentErrors(drawnLogs.indexesByUid, drawnLogs.logs, Math.floor(now / minuteMs))
      : noErrors;
  return filterPods(sortPods(snapshot?.pods ?? noPods, pods.sort, errors), pods.filter);
}

/** Returns the jobs that match the filter, in the chosen order. By default, the sickest are first. */
export function shownJobs(state: ScreenState): readonly JobRow[] {
  const { snapshot, tables, serverNow } = state;
  const { sort, filter } = tables.jobs;
  const now = sort?.by === 'duration' ? serverNow : 0;
  return filterJobs(sortJobs(snapshot?.jobs ?? noJobs, sort, now, jobHealths(state)), filter);
}

/** An open forward, and the forwards that it belongs to. */
export type ShownForward = {
  readonly key: string;
  readonly forward: Forward;
  readonly owner: Pick<Forwards, 'list' | 'stop' | 'check'> | undefined;
  /** The cluster of a forward that stayed open when the screen switched to another cluster. */
  readonly keptFrom: string | undefined;
};

/** Returns the open forwards of the attached cluster, then those that stayed open. */
export function shownForwards({ snapshot, session, keptForwards }: ScreenState): readonly ShownForward[] {
  return joinForwards(snapshot?.forwards ?? noForwards, session?.connection.forwards, keptForwards);
}

const noForwards: readonly Forward[] = [];

const joinForwards = rememberLast(
  (
    own: readonly Forward[],
    owner: ShownForward['owner'],
    keptForwards: ScreenState['keptForwards'],
  ): readonly ShownForward[] => [
    ...own.map((forward) => ({ key: `${forward.id}`, forward, owner, keptFrom: undefined })),
    ...keptForwards.flatMap(({ id, target, list, forwards }) =>
      list.map((forward) => ({
        key: `${id}/${forward.id}`,
        forward,
        owner: forwards,
        keptFrom: target.clusterId,
      })),
    ),
  ],
);

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

const podsWith = rememberLast((pods: readonly PodRow[], marked: readonly string[]) => {
  const uids = new Set(marked);
  return pods.filter(({ uid }) => uids.has(uid));
});
const jobsWith = rememberLast((jobs: readonly JobRow[], marked: readonly string[]) => {
  const ids = new Set(marked);
  return jobs.filter(({ id }) => ids.has(id));
});

/** Returns the marked pods, also those that the filter hides. There are none on the page of a pod. */
export function markedPods({ snapshot, tables, page }: ScreenState): readonly PodRow[] {
  return page?.podUid !== undefined ? noPods : podsWith(snapshot?.pods ?? noPods, tables.pods.marked);
}

const onePod = rememberLast((pod: PodRow | undefined): readonly PodRow[] => (pod === undefined ? noPods : [pod]));

/** Returns the pods to act on: the pod of the page if there is one, else the marked ones, or the one under the cursor. */
export function selectedPods(state: ScreenState): readonly PodRow[] {
  const { page, snapshot } = state;
  if (page?.podUid !== undefined) return onePod(snapshot?.pods?.find(({ uid }) => uid === page.podUid));
  const marked = markedPods(state);
  return marked.length > 0 ? marked : onePod(podUnderCursor(state));
}

const only = rememberLast((job: JobRow | undefined): readonly JobRow[] => (job === undefined ? noJobs : [job]));

/**
 * Returns the marked jobs that the filter shows: no key acts on a job that the user does not see. There are none on the
 * page of a job, which acts on that job.
 */
export function markedJobs(state: ScreenState): readonly JobRow[] {
  return state.page === undefined ? jobsWith(shownJobs(state), state.tables.jobs.marked) : noJobs;
}

/** Returns the jobs to act on: the job of the page if there is one, else the marked ones, or the one under the cursor. */
export function selectedJobs(state: ScreenState): readonly JobRow[] {
  const marked = markedJobs(state);
  return marked.length > 0 ? marked : only(jobUnderCursor(state));
}
