import { logLevel } from '../../commands/log-level/log-level.ts';
import { overdueLevels, type PendingLevel } from '../../session/levels/pending-levels.ts';
import { serverNow } from '../../session/server-now.ts';
import { someOf } from '../../text/some-of.ts';
import { showMessage } from '../state/run/show-message.ts';
import { startCommand } from '../state/run/start-command.ts';
import type { Screen } from '../state/screen.ts';

/** What could not be taken back is tried again then. */
const tryAgainMs = 60_000;

/**
 * Takes back levels whose time is over, whoever set them and wherever: what a `--for` of a flink-tui that is no more
 * has left behind too. Looks each time that the screen's clock or the cluster moves on. Why it cannot be done is told
 * once, however often it is tried: a person has to do something about it.
 */
export function keepLevelTimes(screen: Screen): () => void {
  const { store, now } = screen;
  let triedAt = Number.NEGATIVE_INFINITY;
  let told = '';
  const tell = (levels: readonly PendingLevel[], reason: string) => {
    const names = someOf(levels.map(({ logger, level }) => `${logger} ${level}`));
    const text = `${names} should have gone back (:log-level --overdue): ${reason}`;
    if (text !== told) showMessage(screen, text, 'warning');
    told = text;
  };
  return store.subscribe(({ snapshot, session, activities }) => {
    const pending = snapshot?.logging?.pending;
    if (pending === undefined || session === undefined || now() - triedAt < tryAgainMs) return;
    const levels = overdueLevels(pending, serverNow(session.connection, now()));
    // One that still runs may be the very one that sets it, or that takes it back.
    if (activities.length > 0 || levels.length === 0) return;
    if (snapshot === undefined || logLevel.available(snapshot, overdue) !== true) return;
    triedAt = now();
    startCommand(screen, logLevel, overdue, {
      onConfirmationNeeded: () => tell(levels, 'others have changed the same lines'),
      onFailure: (reason) => tell(levels, reason),
    });
  });
}

const overdue = { arguments: [], options: { overdue: true } } as const;
