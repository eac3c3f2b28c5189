import { describeError } from '../../commands/record/describe-error.ts';
import { type JobPlacement, jobPlacement } from '../../session/readings/job-placement.ts';
import { type Reading, type ReadingState, readingOf } from '../../session/readings/reading.ts';
import { changeLogs } from '../state/logs/change-logs.ts';
import { followedJob } from '../state/logs/followed-logs.ts';
import type { FollowedJob } from '../state/logs/logs-state.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { filterLogs } from './filter-logs.ts';

/** A job that restarts again and again is not asked for each time. */
const askAgainMs = 10_000;

/** What the tasks of the followed job are called and where they run, as of a change of the job. */
export function placementOfFollowedJob(state: ScreenState): Reading<JobPlacement> | undefined {
  const job = followedJob(state);
  return job?.lastRequest && jobPlacement(job.id, job.lastRequest.change);
}

/** Brings it to the filter and the pods that are shown: when the job is filtered for, and when it has changed. */
export function followJob(screen: Screen): () => void {
  let known: ReadingState<JobPlacement> | undefined;
  // The clock of the screen calls this once a second.
  return screen.store.subscribe((state) => {
    const job = followedJob(state);
    if (job === undefined) return;
    if (isAskedAgain(screen, state, job)) return;
    const reading = placementOfFollowedJob(state);
    const placement = reading && state.snapshot && readingOf(state.snapshot, reading);
    if (placement === undefined || placement === known) return;
    known = placement;
    take(screen, job, placement);
  });
}

/** Whether there is a change to ask for; the state says so then. */
function isAskedAgain(screen: Screen, { snapshot }: ScreenState, job: FollowedJob): boolean {
  const change = snapshot?.jobs?.find(({ id }) => id === job.id)?.lastModification;
  const { lastRequest: asOf } = job;
  if (asOf !== undefined && (asOf.change === change || screen.now() - asOf.at < askAgainMs)) return false;
  changeLogs(screen, { job: { ...job, lastRequest: { change, at: screen.now() } } });
  return true;
}

function take(screen: Screen, job: FollowedJob, { value, failure }: ReadingState<JobPlacement>): void {
  const isFirst = job.taskManagers === undefined;
  if (value !== undefined) nameTasks(screen, job.id, value.taskNames);
  const reason = value === undefined ? failure : value.failure;
  if (reason !== undefined && isFirst) {
    const shown = value === undefined ? "all pods shown, by the job's id and name only" : 'all pods shown';
    const text = `${shown}: ${describeError(reason).message}`;
    showMessage(screen, text, 'warning', (state) => followedJob(state)?.id === job.id);
  }
  if (value !== undefined || reason !== undefined) followIn(screen, job.id, value?.taskManagers ?? []);
}

/** The filter looks through the logs anew only if it has become another one. */
function nameTasks(screen: Screen, id: string, taskNames: readonly string[]): void {
  const { level, filters } = screen.store.getState().logs;
  const isNew = filters.some(
    (item) => item.kind === 'job' && item.id === id && item.taskNames.join() !== taskNames.join(),
  );
  if (!isNew) return;
  const named = filters.map((item) => (item.kind === 'job' && item.id === id ? { ...item, taskNames } : item));
  filterLogs(screen, level, named);
}

/** A TaskManager that the job has left stays: its log may say why. */
function followIn(screen: Screen, id: string, found: readonly string[]): void {
  const { job } = screen.store.getState().logs;
  if (job?.id !== id) return;
  const known = job.taskManagers ?? [];
  const taskManagers = known === 'all' ? found : [...new Set([...known, ...found])];
  changeLogs(screen, { job: { ...job, taskManagers: taskManagers.length === 0 ? 'all' : taskManagers } });
}
