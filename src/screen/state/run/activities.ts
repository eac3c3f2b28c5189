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

/** Describes a changed log level, which is not reverted while no screen is open. */
function pendingLine({ logger, level, until }: PendingLevel, target: SessionTarget): string {
  const end = until === null ? '' : ` until the next attach after ${utcTime(until)}`;
  return `${logger} stays at ${level}${end}. Revert now: ${shellCommand('log-level', target, logger, '--undo')}`;
}

/** Lists running commands and changed log levels, which remain when the screen is closed. */
export function unfinishedLines({ store }: Screen): readonly string[] {
  const { activities, snapshot } = store.getState();
  const running = activities.filter(({ kind }) => kind === 'running');
  return [
    ...running.map(({ title, step }) => `still running: ${title}${step === '' ? '' : ` (${step})`}`),
    ...(snapshot?.logging?.pending?.levels.map((level) => pendingLine(level, snapshot)) ?? []),
  ];
}
