import type { ConfigMap } from '../../../kubernetes/objects.ts';
import { readLoggingConfig } from '../../../logging-config/read-config.ts';
import {
  formatPendingLevels,
  type PendingLevels,
  parsePendingLevels,
  pendingLevelsAnnotation,
} from '../../../session/levels/pending-levels.ts';
import type { Services } from '../../record/command.ts';
import { savedLevelsName } from './saved-levels-name.ts';

/**
 * Loads the pending levels from the ConfigMap's annotation. Falls back to the copy on this computer if another client
 * replaced the ConfigMap without the annotation.
 */
export async function loadPendingLevels(
  services: Services,
  { metadata, data }: ConfigMap,
  signal: AbortSignal,
): Promise<PendingLevels | undefined> {
  const annotation = parsePendingLevels(metadata?.annotations?.[pendingLevelsAnnotation]);
  if (annotation !== undefined) return annotation;
  const saved = await readSavedLevels(services);
  signal.throwIfAborted();
  if (saved === undefined) return undefined;
  // A ConfigMap with another uid belongs to another deployment, which has no pending levels.
  if (saved.uid === metadata?.uid && isStillSet(saved.pending, data?.[saved.pending.key])) return saved.pending;
  await writeSavedLevels(services, saved.uid, undefined);
  return undefined;
}

/** Another client may have reverted the levels and removed the annotation. */
function isStillSet({ backend, levels }: PendingLevels, text: string | undefined): boolean {
  if (text === undefined) return false;
  const { loggers } = readLoggingConfig(backend, text);
  return levels.some((pending) =>
    loggers.some(
      ({ name, level, origin }) => name === pending.logger && origin.kind === 'own' && level === pending.level,
    ),
  );
}

/** Reads the pending levels saved on this computer. */
export async function readSavedLevels({
  connection,
  local,
}: Services): Promise<{ readonly uid: string; readonly pending: PendingLevels } | undefined> {
  const [uid = '', ...rest] = (await local?.read(savedLevelsName(connection)))?.split('\n') ?? [];
  const pending = parsePendingLevels(rest.join('\n'));
  return pending && { uid, pending };
}

/** Saves the pending levels on this computer, in addition to the ConfigMap. Resolves to false on failure. */
export async function writeSavedLevels(
  { connection, local }: Services,
  uid: string,
  pending: PendingLevels | undefined,
): Promise<boolean> {
  if (local === undefined) return false;
  return local.write(savedLevelsName(connection), pending && `${uid}\n${formatPendingLevels(pending)}`);
}
