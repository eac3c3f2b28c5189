import { logLevel } from '../../../commands/log-level.ts';
import { overdueLevels } from '../../../session/logging/pending-levels.ts';
import { startCommand } from '../run-command.ts';
import type { Screen } from '../screen.ts';

/** What could not be taken back is tried again then, and told again too. */
const tryAgainMs = 60_000;

/**
 * Takes back levels whose time is over, whoever set them and wherever: what a `--for` of a flink-tui that is no more
 * has left behind too. Looks each time that the screen's clock or the cluster moves on.
 */
export function keepLevelTimes(screen: Screen): () => void {
  const { store, now } = screen;
  let triedAt = Number.NEGATIVE_INFINITY;
  return store.subscribe(({ snapshot, session, activities }) => {
    const pending = snapshot?.logging?.pending;
    if (pending === undefined || session === undefined || now() - triedAt < tryAgainMs) return;
    // One that still runs may be the very one that sets it, or that takes it back.
    if (activities.length > 0 || overdueLevels(pending, now()).length === 0) return;
    if (snapshot === undefined || logLevel.available(snapshot, overdue) !== true) return;
    triedAt = now();
    startCommand(screen, logLevel, overdue, 'clock');
  });
}

const overdue = { arguments: [], options: { overdue: true } } as const;
