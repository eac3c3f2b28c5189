import { randomBytes } from 'node:crypto';

/** Returns 32 hex digits like Flink's TriggerId. A client-side id makes it safe to send a trigger twice. */
export function newTriggerId(): string {
  return randomBytes(16).toString('hex');
}
