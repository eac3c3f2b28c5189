import { createHash } from 'node:crypto';
import type { Connection } from '../../../session/session.ts';

/** Returns the name under which this computer saves the pending levels of a cluster. */
export function savedLevelsName({ kubernetes, target }: Connection): string {
  const key = JSON.stringify([kubernetes.server, target.namespace, target.clusterId]);
  return `log-levels-${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
}
