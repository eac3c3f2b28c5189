import { shellCommand } from '../../../commands/record/shell-command.ts';
import type { PendingLevel } from '../../../session/levels/pending-levels.ts';
import type { SessionTarget } from '../../../session/session.ts';
import { utcTime } from '../../../text/utc-time.ts';
import type { Screen } from '../screen.ts';
import type { Activity } from '../screen-state.ts';

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

/** Nobody takes it back while no screen is open. */
function pendingLine({ logger, level, until }: PendingLevel, target: SessionTarget): string {
  const goesBack = until === null ? '' : ` until ${utcTime(until)}, when the next attach takes it back`;
  return `${logger} stays ${level}${goesBack}; ${shellCommand('log-level', target, logger, '--undo')} takes it back now`;
}

/** What is left running at the cluster when the screen is left before it was done. */
export function unfinished({ store }: Screen): readonly string[] {
  const { activities, snapshot } = store.getState();
  const running = activities.filter(({ kind }) => kind === 'running');
  return [
    ...running.map(({ title, step }) => `not waited for to the end: ${title}${step === '' ? '' : ` (${step})`}`),
    ...(snapshot?.logging?.pending?.levels.map((level) => pendingLine(level, snapshot)) ?? []),
  ];
}
