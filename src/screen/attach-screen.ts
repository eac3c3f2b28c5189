import { exitCodeOf } from '../commands/record/command-error.ts';
import { describeError } from '../commands/record/describe-error.ts';
import type { FoundCluster } from '../session/attach/find-clusters.ts';
import type { Session } from '../session/session.ts';
import type { Screen } from './state/screen.ts';
import type { ScreenTarget } from './state/screen-state.ts';
import { subscribeToSession } from './state/subscribe-to-session.ts';

/** Passed in by main, so that the Kubernetes and Flink clients load after the first frame. */
export type ScreenSource = {
  /** Rejects if the cluster does not exist or the API server cannot be reached. */
  readonly attach: (target: ScreenTarget, signal: AbortSignal) => Promise<Session>;
  /** Lists the clusters for the picker. */
  readonly find: (
    signal: AbortSignal,
  ) => Promise<readonly FoundCluster[] & { readonly narrowedTo?: string | undefined }>;
};

/** Finds the clusters for the picker. An error closes the screen, since there is nothing to show. */
export async function findForPicker(screen: Screen, { find }: ScreenSource): Promise<void> {
  try {
    const found = await find(screen.signal);
    screen.store.setState(({ stage }) => {
      const filter = stage.kind === 'picking' ? stage.filter : ''; // The user may have typed a filter meanwhile.
      return { stage: { kind: 'picking', found, narrowedTo: found.narrowedTo, filter } };
    });
  } catch (error) {
    exitWithError(screen, error);
  }
}

/** Attaches to the cluster. An error closes the screen with its message and exit code. */
export async function attachScreen(screen: Screen, { attach }: ScreenSource, target: ScreenTarget): Promise<void> {
  screen.store.setState({ stage: { kind: 'attached', target } });
  try {
    const session = await attach(target, screen.signal);
    if (screen.signal.aborted) await session.close();
    else subscribeToSession(screen, session);
  } catch (error) {
    exitWithError(screen, error);
  }
}

/** Closes the screen. The error and its hints are printed in the restored terminal. */
export function exitWithError(screen: Screen, error: unknown): void {
  if (screen.signal.aborted) return;
  screen.log(error);
  const { message, hints } = describeError(error);
  screen.exit({ exitCode: exitCodeOf(error), lines: [message, ...hints] });
}
