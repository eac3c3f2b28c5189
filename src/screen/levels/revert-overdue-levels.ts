import { logLevel } from '../../commands/log-level/log-level.ts';
import { overdueLevels, type PendingLevel } from '../../session/levels/pending-levels.ts';
import { serverNow } from '../../session/server-now.ts';
import { someOf } from '../../text/some-of.ts';
import { showMessage } from '../state/run/show-message.ts';
import { startCommand } from '../state/run/start-command.ts';
import type { Screen } from '../state/screen.ts';

/** Delay before a failed attempt is retried. */
const retryMs = 60_000;

/**
 * Reverts overdue levels, regardless of who set them, for example an earlier run of flink-tui with `--for`. A repeated
 * failure is shown only once.
 */
export function revertOverdueLevels(screen: Screen): () => void {
  const { store, now } = screen;
  let attemptedAt = Number.NEGATIVE_INFINITY;
  let lastMessage = '';
  const warn = (levels: readonly PendingLevel[], reason: string) => {
    const names = someOf(levels.map(({ logger, level }) => `${logger} ${level}`));
    const text = `cannot revert ${names} (run :log-level --overdue): ${reason}`;
    if (text !== lastMessage) showMessage(screen, text, 'warning');
    lastMessage = text;
  };
  // The store changes with the cluster and on each tick of the screen's clock.
  return store.subscribe(({ snapshot, session, activities }) => {
    const pending = snapshot?.logging?.pending;
    if (pending === undefined || session === undefined || now() - attemptedAt < retryMs) return;
    const levels = overdueLevels(pending, serverNow(session.connection, now()));
    // A running command may be setting or reverting the same level.
    if (activities.length > 0 || levels.length === 0) return;
    if (snapshot === undefined || logLevel.available(snapshot, overdue) !== true) return;
    attemptedAt = now();
    startCommand(screen, logLevel, overdue, {
      onConfirmationNeeded: () => warn(levels, 'someone else changed the same lines'),
      onFailure: (reason) => warn(levels, reason),
    });
  });
}

const overdue = { arguments: [], options: { overdue: true } } as const;
