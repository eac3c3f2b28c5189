import { overdueLevels } from '../../../session/levels/pending-levels.ts';
import { serverNow } from '../../../session/server-now.ts';
import { formatDuration } from '../../../text/duration.ts';
import { attempt } from '../../record/attempt.ts';
import type { Services } from '../../record/command.ts';
import { shellHint } from '../../record/shell-hint.ts';
import { readLiveFile } from './live-file.ts';
import { readSavedPending } from './saved-pending.ts';

/**
 * A sentence for each level that should have gone back by now, and has not. Asks the cluster only where this computer
 * remembers one: whoever only reads is to pay nothing for it. What cannot be read is no reason to fail.
 */
export async function reportOverdueLevels(services: Services, signal: AbortSignal): Promise<readonly string[]> {
  const { frontend, connection, now } = services;
  const note = await readSavedPending(services);
  if (note === undefined || overdueLevels(note.pending, serverNow(connection, now())).length === 0) return [];
  const file = await attempt(readLiveFile(services, note.pending.backend, signal), signal);
  if (file instanceof Error || file.pending === undefined) return [];
  const at = serverNow(connection, now());
  const command =
    frontend === 'screen' ? ':log-level --overdue' : shellHint('log-level', connection.target, '--overdue');
  return overdueLevels(file.pending, at).map(
    ({ logger, level, until }) =>
      `${logger} is ${level} still, and should have gone back ${formatDuration(at - (until ?? 0))} ago: ` +
      `${command} takes it back`,
  );
}
