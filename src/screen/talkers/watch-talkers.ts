import { describeError } from '../../commands/record/describe-error.ts';
import { type JobPlacement, jobPlacement } from '../../session/readings/job-placement.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import { type Reading, readingOf } from '../../session/readings/reading.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { changeTalkersPage, countedPage, type TalkersScope } from './talkers-page.ts';

type JobScope = Extract<TalkersScope, { readonly kind: 'pods of job' }>;

/** Minimum time between requests for a job that keeps restarting. */
const minRequestMs = 10_000;

export function jobScope({ id, name, lastModification }: JobRow, now: number): JobScope {
  return {
    kind: 'pods of job',
    id,
    name,
    pods: undefined,
    failure: undefined,
    change: lastModification,
    requestedAt: now,
  };
}

/** Returns the reading with the pods of the job in the scope. */
export function placementOf(scope: TalkersScope): readonly Reading<JobPlacement>[] {
  return scope.kind === 'pods of job' ? [jobPlacement(scope.id, scope.change)] : [];
}

/** Counts again once a second while the page is open, and when Flink has named the pods of a job. */
export function watchTalkers(screen: Screen): () => void {
  return screen.store.subscribe((state, previous) => {
    const page = countedPage(state);
    if (page === undefined) return;
    const isAwaited = page.scope.kind === 'pods of job' && page.scope.pods === undefined;
    if (state.now === previous.now && !(isAwaited && state.snapshot !== previous.snapshot)) return;
    const scope = page.scope.kind === 'pods of job' ? withPods(state, page.scope, screen.now()) : page.scope;
    changeTalkersPage(screen, { scope, counted: page.code.count(state, scope) });
  });
}

/** Returns the scope with the pods that Flink has named, and a new request after a change of the job. */
function withPods({ snapshot }: ScreenState, scope: JobScope, now: number): JobScope {
  if (snapshot === undefined) return scope;
  const { value, failure } = readingOf(snapshot, jobPlacement(scope.id, scope.change));
  const reason = value?.failure ?? failure;
  const unknown = value === undefined ? undefined : 'Flink does not say which TaskManagers run it';
  const found = value !== undefined && value.taskManagers.length > 0 ? value.taskManagers : undefined;
  const known: JobScope = {
    ...scope,
    pods: found ?? scope.pods,
    failure: reason === undefined ? unknown : describeError(reason).message,
  };
  const change = snapshot.jobs?.find(({ id }) => id === scope.id)?.lastModification;
  const isDue = change !== undefined && change !== scope.change && now - scope.requestedAt >= minRequestMs;
  return isDue ? { ...known, change, requestedAt: now } : known;
}
