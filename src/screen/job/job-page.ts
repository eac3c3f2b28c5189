import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';

/** State of the page `job`. The job's data is in the snapshot. */
export type JobPage = { readonly jobId: string; readonly top: number };

/** Opens the details page of a job. */
export function openJob({ store }: Screen, jobId: string): void {
  const pageState: JobPage = { jobId, top: 0 };
  store.setState({ page: { id: 'job', jobId, viewState: pageState }, focus: 'jobs' });
}

export function jobPage({ page }: ScreenState): JobPage | undefined {
  return page?.id === 'job' ? (page.viewState as JobPage) : undefined;
}

export function changeJobPage({ store }: Screen, pageState: JobPage): void {
  store.setState(({ page }) => (page?.id === 'job' ? { page: { ...page, viewState: pageState } } : {}));
}
