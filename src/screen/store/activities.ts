import type { Screen } from './screen.ts';
import type { Activity } from './screen-state.ts';

let lastId = 0;

export function startActivity({ store, now }: Screen, { kind, title, step }: Omit<Activity, 'id' | 'since'>): number {
  lastId += 1;
  const activity = { id: lastId, kind, title, step, since: now() };
  store.setState(({ activities }) => ({ activities: [...activities, activity] }));
  return activity.id;
}

export function changeActivity({ store }: Screen, id: number, step: string): void {
  store.setState(({ activities }) => ({
    activities: activities.map((activity) => (activity.id === id ? { ...activity, step } : activity)),
  }));
}

export function endActivity({ store }: Screen, id: number): void {
  store.setState(({ activities }) => ({ activities: activities.filter((activity) => activity.id !== id) }));
}

/** What is left running at the cluster when the screen is left before it was done. */
export function unfinished({ store }: Screen): readonly string[] {
  const running = store.getState().activities.filter(({ kind }) => kind === 'running');
  return running.map(({ title }) => `not waited for to the end: ${title}`);
}
