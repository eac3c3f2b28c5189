import { reportOverdueLevels } from '../../commands/log-level/write/report-overdue.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Screen } from '../state/screen.ts';

/**
 * Reports the overdue levels that only the local state records, but only once. The ConfigMap has been rewritten since,
 * so these levels may be intended and are not reverted automatically.
 */
export function reportForgottenLevels(screen: Screen): () => void {
  const { store, signal, now, local } = screen;
  const unsubscribe = store.subscribe(({ session, snapshot }) => {
    if (session === undefined || snapshot?.logging === undefined) return;
    unsubscribe();
    // `revertOverdueLevels` reverts the levels that the ConfigMap records.
    if (snapshot.logging.pending !== undefined) return;
    void reportOverdueLevels({ frontend: 'screen', connection: session.connection, snapshot, now, local }, signal).then(
      (lines) => lines.length > 0 && showMessage(screen, lines.join('; '), 'warning'),
      (error: unknown) => signal.aborted || screen.log(error),
    );
  });
  return unsubscribe;
}
