import { setTimeout as pause } from 'node:timers/promises';
import { describeError } from '../commands/record/describe-error.ts';
import type { Session } from '../session/session.ts';
import { keepForwards } from './keep-forwards.ts';
import { createChooser } from './state/chooser.ts';
import { exitWithError } from './state/exit-with-error.ts';
import { leaveCluster } from './state/leave-cluster.ts';
import type { Screen } from './state/screen.ts';
import type { ScreenTarget } from './state/screen-state.ts';
import { subscribeToSession } from './state/subscribe-to-session.ts';

/** Passed in by main, so that the Kubernetes and Flink clients load after the first frame. */
export type ScreenSource = {
  /** Rejects if the cluster does not exist or the API server cannot be reached. */
  readonly attach: (target: ScreenTarget, signal: AbortSignal) => Promise<Session>;
};

/** The clusters that a screen attaches to, one after the other. */
export type Attachments = {
  /** The screen for keys: its signal ends with the attached cluster. */
  readonly screen: () => Screen;
  readonly attach: Screen['attach'];
  /** Closes every session and every kept forward. */
  readonly close: () => Promise<unknown>;
};

type Attachment = {
  readonly target: ScreenTarget;
  readonly abort: AbortController;
  readonly screen: Screen;
  readonly exitsOnError: boolean;
};

/** After this time, the connections of a left cluster are closed although its logs or its journal are not. */
const leaveTimeoutMs = 5000;

/**
 * @param root its signal ends with the whole screen
 * @param exitsOnError whether an error of the first attachment closes the screen, because the user named its cluster
 */
export function createAttachments(
  root: Screen,
  source: ScreenSource,
  { exitsOnError }: { readonly exitsOnError: boolean },
): Attachments {
  let current: Attachment | undefined;
  /** Work that ends by itself, with the cluster it belongs to. */
  const pending = new Map<Promise<void>, ScreenTarget>();
  const kept = new Set<() => Promise<void>>();
  let isFirst = true;

  const follow = (work: Promise<void>, target: ScreenTarget) => {
    const done = work.catch(root.log).finally(() => pending.delete(done));
    pending.set(done, target);
  };

  function attach(target: ScreenTarget, options: { readonly keepForwards?: boolean } = {}): void {
    leave(options.keepForwards ?? false);
    const abort = new AbortController();
    root.signal.addEventListener('abort', () => abort.abort(root.signal.reason), { signal: abort.signal });
    const screen = { ...root, signal: abort.signal };
    const attachment = { target, abort, screen, exitsOnError: exitsOnError && isFirst };
    isFirst = false;
    current = attachment;
    follow(open(attachment), target);
  }

  /** Ends everything that belongs to the attached cluster. Its session closes in the background. */
  function leave(staysForwarding: boolean): void {
    const left = current;
    if (left === undefined) return;
    const { session } = root.store.getState();
    left.abort.abort(new Error('the cluster was left'));
    current = undefined;
    leaveCluster(root, left.target);
    if (session === undefined) return;
    const keeps = staysForwarding && session.connection.forwards.list().length > 0;
    if (keeps) kept.add(keepForwards(root, session, left.target, (close) => kept.delete(close)));
    follow(closeInTime(session, keeps), left.target);
  }

  async function open(attachment: Attachment): Promise<void> {
    const { target, abort, screen } = attachment;
    const { signal } = abort;
    // The files of the same cluster are not opened twice.
    const others = [...pending].filter(([, other]) => other.clusterId === target.clusterId).map(([work]) => work);
    root.store.setState({ stage: { kind: 'attached', target }, chooser: undefined });
    try {
      await Promise.all(others);
      signal.throwIfAborted();
      const session = await source.attach(target, signal);
      if (signal.aborted) await closeInTime(session, false);
      else subscribeToSession(screen, session);
    } catch (error) {
      if (!signal.aborted) fail(attachment, error);
    }
  }

  /** Shows the error in the chooser, so that the user can choose another cluster. */
  function fail({ target, abort, exitsOnError: exits }: Attachment, error: unknown): void {
    if (exits) {
      exitWithError(root, error);
      return;
    }
    root.log(error);
    abort.abort();
    current = undefined;
    const { clusterId, context } = target;
    const notice = { title: `cannot attach to ${clusterId}`, ...describeError(error) };
    root.store.setState({ stage: { kind: 'picking' }, layers: [], chooser: createChooser({ context, notice }) });
  }

  return {
    screen: () => current?.screen ?? root,
    attach,
    close: async () => {
      const { session } = root.store.getState();
      await Promise.all([session?.close(), ...pending.keys(), ...[...kept].map((close) => close())]);
    },
  };
}

async function closeInTime(session: Session, keeps: boolean): Promise<void> {
  const timeout = new AbortController();
  const closing = session.close({ keepForwards: keeps });
  const late = pause(leaveTimeoutMs, undefined, { signal: timeout.signal, ref: false }).then(
    () => (keeps ? undefined : session.connection.close()),
    () => undefined,
  );
  try {
    await Promise.race([closing, late]);
  } finally {
    timeout.abort();
  }
  await closing;
}
