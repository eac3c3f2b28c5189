import { overdueLevels } from '../../../session/levels/pending-levels.ts';
import { serverNow } from '../../../session/server-now.ts';
import { formatDuration } from '../../../text/duration.ts';
import type { Services } from '../../record/command.ts';
import { resultOrError } from '../../record/result-or-error.ts';
import { shellCommand } from '../../record/shell-command.ts';
import { readLiveFile } from './live-file.ts';
import { readSavedLevels } from './saved-levels.ts';

/**
 * Returns a line for each level whose revert is overdue, or no lines if the ConfigMap cannot be read. Reads the
 * ConfigMap only if this computer has saved such a level, so that other commands stay fast.
 */
export async function reportOverdueLevels(services: Services, signal: AbortSignal): Promise<readonly string[]> {
  const { frontend, connection, now } = services;
  const saved = await readSavedLevels(services);
  if (saved === undefined || overdueLevels(saved.pending, serverNow(connection, now())).length === 0) return [];
  const file = await resultOrError(readLiveFile(services, saved.pending.backend, signal), signal);
  if (file instanceof Error || file.pending === undefined) return [];
  const at = serverNow(connection, now());
  const command =
    frontend === 'screen' ? ':log-level --overdue' : shellCommand('log-level', connection.target, '--overdue');
  return overdueLevels(file.pending, at).map(
    ({ logger, level, until }) =>
      `${logger} is still ${level}: revert overdue by ${formatDuration(at - (until ?? 0))}, run ${command}`,
  );
}
