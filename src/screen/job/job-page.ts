import type { JobTabName } from '../../commands/record/command.ts';
import { openPage } from '../state/pages.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { CheckpointsState } from './checkpoints/state.ts';
import type { ConfigurationState } from './configuration/state.ts';
import { type EventTimeState, firstVertex } from './event-time/state.ts';
import type { ExceptionsState } from './exceptions/state.ts';
import { type MetricsState, newMetrics } from './metrics/state.ts';
import type { OverviewState } from './overview/state.ts';
import { firstSubtask, type SubtasksState } from './subtasks/state.ts';
import { noThreads, type ThreadsState } from './threads/state.ts';

/** State of the page `job`: the shown tab, and the state of every tab. The job's data is in the snapshot. */
export type JobPage = {
  readonly jobId: string;
  readonly tab: JobTabName;
  /** The vertex that the overview has selected and the subtasks belong to; undefined until one is chosen. */
  readonly vertexId: string | undefined;
  readonly overview: OverviewState;
  readonly subtasks: SubtasksState;
  readonly threads: ThreadsState;
  readonly eventTime: EventTimeState;
  readonly checkpoints: CheckpointsState;
  readonly exceptions: ExceptionsState;
  readonly metrics: MetricsState;
  readonly configuration: ConfigurationState;
};

/** Opens the page of a job. */
export function openJob(screen: Screen, jobId: string, part: Partial<Omit<JobPage, 'jobId'>> = {}): void {
  const viewState = { ...newJobPage(jobId), ...part };
  screen.store.setState({ focus: 'jobs' });
  openPage(screen, { id: 'job', jobId, viewState });
}

export const newJobPage = (jobId: string): JobPage => ({
  jobId,
  tab: 'overview',
  vertexId: undefined,
  overview: { top: 0 },
  subtasks: firstSubtask,
  threads: noThreads,
  eventTime: firstVertex,
  checkpoints: { cursor: undefined, top: 0, openId: undefined },
  exceptions: { cursor: undefined, top: 0, open: undefined },
  metrics: newMetrics,
  configuration: { top: 0 },
});

export function jobPage({ page }: ScreenState): JobPage | undefined {
  return page?.id === 'job' ? (page.viewState as JobPage) : undefined;
}

export function changeJobPage({ store }: Screen, part: Partial<Omit<JobPage, 'jobId'>>): void {
  store.setState(({ page }) =>
    page?.id === 'job' ? { page: { ...page, viewState: { ...(page.viewState as JobPage), ...part } } } : {},
  );
}
