import { describeError } from '../../../commands/record/describe-error.ts';
import { type JobPlacement, jobPlacement } from '../../../session/readings/job-placement.ts';
import { type Reading, type ReadingState, readingOf } from '../../../session/readings/reading.ts';
import { changeLogs } from '../../state/logs/change-logs.ts';
import { followedJob } from '../../state/logs/followed-logs.ts';
import type { FollowedJob } from '../../state/logs/logs-state.ts';
import { showMessage } from '../../state/run/show-message.ts';
import type { Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { filterLogs } from './filter-logs.ts';

/** Minimum time between requests for a job that keeps restarting. */
const minRequestMs = 10_000;

/** Returns the reading with the task names and TaskManagers of the followed job. */
export function placementOfFollowedJob(state: ScreenState): Reading<JobPlacement> | undefined {
  const job = followedJob(state);
  return job?.lastRequest && jobPlacement(job.id, job.lastRequest.change);
}

/** Applies the job's placement to the filter and the shown pods, initially and after each change of the job. */
export function followJob(screen: Screen): () => void {
  let previous: ReadingState<JobPlacement> | undefined;
  // The store calls this listener at least once per second, because the screen's clock is part of the state.
  return screen.store.subscribe((state) => {
    const job = followedJob(state);
    if (job === undefined) return;
    if (requestPlacement(screen, state, job)) return;
    const reading = placementOfFollowedJob(state);
    const placement = reading && state.snapshot && readingOf(state.snapshot, reading);
    // The same job may be followed again, with a placement that was read before.
    const isApplied = placement === previous && job.taskManagers !== undefined;
    if (placement === undefined || isApplied) return;
    previous = placement;
    applyPlacement(screen, job, placement);
  });
}

/** Requests the placement again after a change of the job. Returns whether it made a request. */
function requestPlacement(screen: Screen, { snapshot }: ScreenState, job: FollowedJob): boolean {
  const change = snapshot?.jobs?.find(({ id }) => id === job.id)?.lastModification;
  const { lastRequest } = job;
  if (lastRequest !== undefined && (lastRequest.change === change || screen.now() - lastRequest.at < minRequestMs))
    return false;
  changeLogs(screen, { job: { ...job, lastRequest: { change, at: screen.now() } } });
  return true;
}

function applyPlacement(screen: Screen, job: FollowedJob, { value, failure }: ReadingState<JobPlacement>): void {
  const isFirst = job.taskManagers === undefined;
  const reason = value === undefined ? failure : value.failure;
  if (value !== undefined || reason !== undefined) addTaskManagers(screen, job.id, value?.taskManagers ?? []);
  if (value !== undefined) updateTaskNames(screen, job.id, value.taskNames);
  if (reason !== undefined && isFirst) {
    const shown = value === undefined ? 'Showing all pods, filtered by job id and name only' : 'Showing all pods';
    const text = `${shown}: ${describeError(reason).message}`;
    showMessage(screen, text, 'warning', (state) => followedJob(state)?.id === job.id);
  }
}

/** Updates the task names in the filter. The scan restarts only if the names have changed. */
function updateTaskNames(screen: Screen, id: string, taskNames: readonly string[]): void {
  const { level, filters } = screen.store.getState().logs;
  const hasChanged = filters.some(
    (item) => item.kind === 'job' && item.id === id && item.taskNames.join() !== taskNames.join(),
  );
  if (!hasChanged) return;
  const named = filters.map((item) => (item.kind === 'job' && item.id === id ? { ...item, taskNames } : item));
  filterLogs(screen, level, named);
}

/** Adds TaskManagers to the followed ones. Previous ones stay, because their logs may explain the move. */
function addTaskManagers(screen: Screen, id: string, found: readonly string[]): void {
  const { job } = screen.store.getState().logs;
  if (job?.id !== id) return;
  const previous = job.taskManagers ?? [];
  const taskManagers = previous === 'all' ? found : [...new Set([...previous, ...found])];
  changeLogs(screen, { job: { ...job, taskManagers: taskManagers.length === 0 ? 'all' : taskManagers } });
}
