import type { Services } from '../../commands/record/command.ts';
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
    void overdueLines({ frontend: 'screen', connection: session.connection, snapshot, now, local }, signal).then(
      (lines) => lines.length > 0 && showMessage(screen, lines.join('; '), 'warning'),
      (error: unknown) => signal.aborted || screen.log(error),
    );
  });
  return unsubscribe;
}

/** The parsers of logging configuration are imported on demand, so that the first frame is early. */
async function overdueLines(services: Services, signal: AbortSignal): Promise<readonly string[]> {
  const { reportOverdueLevels } = await import('../../commands/log-level/write/report-overdue.ts');
  return reportOverdueLevels(services, signal);
}
