import type { Connection } from './session.ts';

/**
 * Now, by the API server's clock: what one flink-tui leaves for another is timed by it, as their own clocks may differ.
 * `localNow` where the server has not told.
 */
export function serverNow({ kubernetes }: Pick<Connection, 'kubernetes'>, localNow: number): number {
  return kubernetes.serverTime() ?? localNow;
}
