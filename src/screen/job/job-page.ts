import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';

/** The state of the page `job`; what is known of the job is in the snapshot. */
export type JobPage = { readonly jobId: string; readonly top: number };

/** Looks at one job closely, until another one is opened or this one closed. */
export function openJob({ store }: Screen, jobId: string): void {
  const own: JobPage = { jobId, top: 0 };
  store.setState({ page: { id: 'job', jobId, own }, focus: 'jobs' });
}

export function jobPage({ page }: ScreenState): JobPage | undefined {
  return page?.id === 'job' ? (page.own as JobPage) : undefined;
}

export function changeJobPage({ store }: Screen, own: JobPage): void {
  store.setState(({ page }) => (page?.id === 'job' ? { page: { ...page, own } } : {}));
}
