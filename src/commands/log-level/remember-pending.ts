import { createHash } from 'node:crypto';
import type { ConfigMap } from '../../kubernetes/objects.ts';
import {
  formatPendingLevels,
  type PendingLevels,
  parsePendingLevels,
  pendingLevelsAnnotation,
} from '../../session/logging/pending-levels.ts';
import type { Connection } from '../../session/session.ts';
import type { Services } from '../command.ts';

/**
 * What is pending, by the ConfigMap's annotation; or by this computer's own note, where somebody has written the
 * ConfigMap anew without it. A ConfigMap of another deployment has nothing pending.
 */
export async function recallPending(
  services: Services,
  { metadata }: ConfigMap,
  signal: AbortSignal,
): Promise<PendingLevels | undefined> {
  const annotation = parsePendingLevels(metadata?.annotations?.[pendingLevelsAnnotation]);
  if (annotation !== undefined) return annotation;
  const note = await readNote(services);
  signal.throwIfAborted();
  return note?.uid === metadata?.uid ? note?.pending : undefined;
}

/** What this computer knows to be pending, without asking anybody. */
export async function readNote({
  connection,
  local,
}: Services): Promise<{ readonly uid: string; readonly pending: PendingLevels } | undefined> {
  const [uid = '', ...rest] = (await local?.read(noteName(connection)))?.split('\n') ?? [];
  const pending = parsePendingLevels(rest.join('\n'));
  return pending && { uid, pending };
}

/** False if it could not be kept. The ConfigMap has it in any case. */
export async function writeNote(
  { connection, local }: Services,
  uid: string,
  pending: PendingLevels | undefined,
): Promise<boolean> {
  if (local === undefined) return false;
  return local.write(noteName(connection), pending && `${uid}\n${formatPendingLevels(pending)}`);
}

function noteName({ kubernetes, target }: Connection): string {
  const key = JSON.stringify([kubernetes.server, target.namespace, target.clusterId]);
  return `log-levels-${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
}
