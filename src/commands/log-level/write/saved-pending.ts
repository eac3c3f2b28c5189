import type { ConfigMap } from '../../../kubernetes/objects.ts';
import { readLoggingConfig } from '../../../logging-config/read-config.ts';
import {
  formatPendingLevels,
  type PendingLevels,
  parsePendingLevels,
  pendingLevelsAnnotation,
} from '../../../session/levels/pending-levels.ts';
import type { Services } from '../../record/command.ts';
import { savedPendingName } from './saved-pending-name.ts';

/**
 * What is pending, by the ConfigMap's annotation; or by this computer's own note, where somebody has written the
 * ConfigMap anew without it. A ConfigMap of another deployment has nothing pending.
 */
export async function loadPendingLevels(
  services: Services,
  { metadata, data }: ConfigMap,
  signal: AbortSignal,
): Promise<PendingLevels | undefined> {
  const annotation = parsePendingLevels(metadata?.annotations?.[pendingLevelsAnnotation]);
  if (annotation !== undefined) return annotation;
  const note = await readSavedPending(services);
  signal.throwIfAborted();
  if (note === undefined) return undefined;
  if (note.uid === metadata?.uid && isStillSet(note.pending, data?.[note.pending.key])) return note.pending;
  await writeSavedPending(services, note.uid, undefined);
  return undefined;
}

/** Somebody may have taken it back elsewhere, the annotation with it. */
function isStillSet({ backend, levels }: PendingLevels, text: string | undefined): boolean {
  if (text === undefined) return false;
  const { loggers } = readLoggingConfig(backend, text);
  return levels.some((set) =>
    loggers.some(({ name, level, origin }) => name === set.logger && origin.kind === 'own' && level === set.level),
  );
}

/** What this computer knows to be pending, without asking anybody. */
export async function readSavedPending({
  connection,
  local,
}: Services): Promise<{ readonly uid: string; readonly pending: PendingLevels } | undefined> {
  const [uid = '', ...rest] = (await local?.read(savedPendingName(connection)))?.split('\n') ?? [];
  const pending = parsePendingLevels(rest.join('\n'));
  return pending && { uid, pending };
}

/** False if it could not be kept. The ConfigMap has it in any case. */
export async function writeSavedPending(
  { connection, local }: Services,
  uid: string,
  pending: PendingLevels | undefined,
): Promise<boolean> {
  if (local === undefined) return false;
  return local.write(savedPendingName(connection), pending && `${uid}\n${formatPendingLevels(pending)}`);
}
