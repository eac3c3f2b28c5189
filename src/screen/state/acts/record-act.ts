import { newActivityId } from '../run/activities.ts';
import type { Screen } from '../screen.ts';
import type { Act, ActEnd } from './act.ts';

/** With more acts, the oldest ones are dropped that have ended and that the exit report does not print. */
const maxActs = 200;
/** No screen shows more toasts. */
const maxToasts = 3;

export function startAct({ store, now }: Screen, act: Pick<Act, 'id' | 'title' | 'line'>): void {
  const started: Act = { ...act, startedAt: now(), end: undefined };
  store.setState(({ acts }) => ({ acts: withinLimit([...acts, started]) }));
}

function withinLimit(acts: readonly Act[]): readonly Act[] {
  let excess = acts.length - maxActs;
  if (excess <= 0) return acts;
  return acts.filter(({ end }) => {
    const isKept = excess === 0 || end === undefined || end.isPrinted;
    if (!isKept) excess -= 1;
    return isKept;
  });
}

/** Records how an act ended. A toast shows it if `isShown` is true. */
export function endAct({ store, now }: Screen, id: number, end: Omit<ActEnd, 'at'>, isShown: boolean): void {
  const at = now();
  store.setState(({ acts, toasts }) => ({
    acts: acts.map((act) => (act.id === id ? { ...act, end: { ...end, at } } : act)),
    toasts: isShown ? [...toasts, id].slice(-maxToasts) : toasts,
  }));
}

/** Removes an act that has changed nothing. */
export function forgetAct({ store }: Screen, id: number): void {
  store.setState(({ acts }) => ({ acts: acts.filter((act) => act.id !== id) }));
}

/** Shows a failure without a result as a toast and in the activity list. */
export function addFailure(
  screen: Screen,
  failure: Pick<Act, 'title' | 'line'> & Pick<ActEnd, 'details'> & Partial<ActEnd>,
): void {
  const id = newActivityId();
  const { title, line, ...end } = failure;
  startAct(screen, { id, title, line });
  endAct(screen, id, { ...noResult, title, ...end }, true);
}

/** The end of an act that failed before it did anything. */
export const noResult = { outcome: 'failed', hints: [], lines: [], copy: undefined, isPrinted: false } as const;
