import type { Screen } from './screen.ts';

/** Looks at one job closely, until another one is opened or this one closed: see `neededReadings`. */
export function openDetail({ store }: Screen, jobId: string): void {
  store.setState({ detail: { jobId, top: 0 }, focus: 'jobs' });
}

export function closeDetail({ store }: Screen): void {
  store.setState({ detail: undefined });
}
