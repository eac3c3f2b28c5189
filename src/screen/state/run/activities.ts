import type { Screen } from '../screen.ts';
import type { Activity } from '../screen-state.ts';

let lastId = 0;

/** Returns the id of a new activity or act. */
export function newActivityId(): number {
  lastId += 1;
  return lastId;
}

export function startActivity({ store, now }: Screen, { kind, title, step }: Omit<Activity, 'id' | 'since'>): number {
  const activity = { id: newActivityId(), kind, title, step, since: now() };
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
