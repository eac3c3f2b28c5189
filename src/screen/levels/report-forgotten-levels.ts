import { reportOverdueLevels } from '../../commands/log-level/write/report-overdue.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Screen } from '../state/screen.ts';

/**
 * Once, what is overdue by what this computer remembers alone: somebody has written the ConfigMap anew since, and who
 * knows whether the level is meant to stay. What the ConfigMap itself tells is taken back without a word.
 */
export function reportForgottenLevels(screen: Screen): () => void {
  const { store, signal, now, local } = screen;
  const unsubscribe = store.subscribe(({ session, snapshot }) => {
    if (session === undefined || snapshot?.logging === undefined) return;
    unsubscribe();
    if (snapshot.logging.pending !== undefined) return;
    void reportOverdueLevels({ frontend: 'screen', connection: session.connection, snapshot, now, local }, signal).then(
      (lines) => lines.length > 0 && showMessage(screen, lines.join('; '), 'warning'),
      (error: unknown) => signal.aborted || screen.log(error),
    );
  });
  return unsubscribe;
}
