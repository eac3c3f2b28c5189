import { randomBytes } from 'node:crypto';

/** 32 hex digits, as Flink's own TriggerId: made here, it makes sending the same trigger twice harmless. */
export function newTriggerId(): string {
  return randomBytes(16).toString('hex');
}
