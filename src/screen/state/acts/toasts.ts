import type { ActOutcome } from '../../../session/journal/entry.ts';
import type { Screen } from '../screen.ts';
import type { ScreenState } from '../screen-state.ts';
import { type EndedAct, hasEnded } from './act.ts';

/** Longer for a failure, which the user has to read and act on. */
const shownMs = {
  done: 10_000,
  partial: 30_000,
  failed: 30_000,
  interrupted: 30_000,
} as const satisfies Record<ActOutcome, number>;

/** Returns the acts that toasts show now, oldest first. A small screen shows only the newest. */
export function shownToasts({ acts, toasts, now, size }: ScreenState): readonly EndedAct[] {
  if (toasts.length === 0) return [];
  const isFresh = ({ end }: EndedAct) => now - end.at < shownMs[end.outcome];
  const limit = size.rows >= 40 ? 3 : size.rows >= 30 ? 2 : 1;
  const shown = toasts.flatMap((id) => acts.find((act) => act.id === id) ?? []);
  return shown.filter(hasEnded).filter(isFresh).slice(-limit);
}

/** Whether the keys of the toasts work. An overlay keeps all of its keys: in a dialog, `y` means yes. */
export function haveToastsKeys(state: ScreenState): boolean {
  return state.layers.length === 0 && shownToasts(state).length > 0;
}

/** Returns the newest shown toast with something to copy. */
export function toastToCopy(state: ScreenState): EndedAct | undefined {
  return shownToasts(state).findLast(({ end }) => end.copy !== undefined);
}

export function dismissToasts({ store }: Screen): void {
  store.setState({ toasts: [] });
}
