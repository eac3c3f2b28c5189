import type { Screen } from './screen.ts';

let lastId = 0;

export function startActivity({ store, now }: Screen, title: string, step: string): number {
  lastId += 1;
  const activity = { id: lastId, title, step, since: now() };
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
  return store.getState().activities.map(({ title }) => `not waited for to the end: ${title}`);
}
