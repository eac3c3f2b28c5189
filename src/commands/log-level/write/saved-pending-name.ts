import { createHash } from 'node:crypto';
import type { Connection } from '../../../session/session.ts';

/** Under which this computer notes what is pending at a cluster. */
export function savedPendingName({ kubernetes, target }: Connection): string {
  const key = JSON.stringify([kubernetes.server, target.namespace, target.clusterId]);
  return `log-levels-${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
}
