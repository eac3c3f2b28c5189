import type { Connection } from './session.ts';

/**
 * Returns the API server's current time in epoch ms, or `localNow` until the server has sent one. Several flink-tui
 * instances share timestamps, and their local clocks may differ.
 */
export function serverNow({ kubernetes }: Pick<Connection, 'kubernetes'>, localNow: number): number {
  return kubernetes.serverTime() ?? localNow;
}
