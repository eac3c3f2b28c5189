import { exitCodeOf } from '../commands/record/command-error.ts';
import { describeError } from '../commands/record/describe-error.ts';
import type { FoundCluster } from '../session/attach/find-clusters.ts';
import type { Session } from '../session/session.ts';
import type { Screen } from './state/screen.ts';
import type { ScreenTarget } from './state/screen-state.ts';
import { subscribeToSession } from './state/subscribe-to-session.ts';

/** What main hands in: the heavy rooms load after the first frame. */
export type ScreenSource = {
  /** Rejects if there is no such session, or no server. */
  readonly attach: (target: ScreenTarget, signal: AbortSignal) => Promise<Session>;
  /** For the picker. */
  readonly find: (
    signal: AbortSignal,
  ) => Promise<readonly FoundCluster[] & { readonly narrowedTo?: string | undefined }>;
};

/** Finds the clusters for the picker. Where that fails there is nothing to show, and the screen is left. */
export async function findForPicker(screen: Screen, { find }: ScreenSource): Promise<void> {
  try {
    const found = await find(screen.signal);
    screen.store.setState(({ stage }) => {
      const filter = stage.kind === 'picking' ? stage.filter : ''; // It may have been typed meanwhile.
      return { stage: { kind: 'picking', found, narrowedTo: found.narrowedTo, filter } };
    });
  } catch (error) {
    leaveWithError(screen, error);
  }
}

/** Attaches. Where that fails the screen is left with the reason and its exit code. */
export async function attachScreen(screen: Screen, { attach }: ScreenSource, target: ScreenTarget): Promise<void> {
  screen.store.setState({ stage: { kind: 'attached', target } });
  try {
    const session = await attach(target, screen.signal);
    if (screen.signal.aborted) await session.close();
    else subscribeToSession(screen, session);
  } catch (error) {
    leaveWithError(screen, error);
  }
}

/** With what the person reads in the terminal that was given back. */
export function leaveWithError(screen: Screen, error: unknown): void {
  if (screen.signal.aborted) return;
  screen.log(error);
  const { message, hints } = describeError(error);
  screen.leave({ exitCode: exitCodeOf(error), lines: [message, ...hints] });
}
