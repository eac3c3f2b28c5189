import { formatTable } from '../../../text/table.ts';

/** The result of a change in one pod. Times are ms since the change of the ConfigMap. */
export type PodOutcome = {
  readonly pod: string;
  /**
   * `pending`: the pod does not have the file yet. `synced`: the JVM has not read the file yet. `live`: the new levels
   * are in use. `on startup`: the container starts with the new levels. `not reloaded`: the JVM never reads the file
   * again. `gone`: the pod has ended.
   */
  readonly status: 'pending' | 'synced' | 'live' | 'on startup' | 'not reloaded' | 'gone';
  /** undefined if not observed. */
  readonly syncedAfterMs: number | undefined;
  readonly liveAfterMs: number | undefined;
  /** Evidence for `live`: a log line that only the new level allows, or the elapsed reload interval. */
  readonly evidence: 'log' | 'interval' | undefined;
  readonly reason: string;
};

export function outcomeTable(outcomes: readonly PodOutcome[]): string {
  const rows = outcomes.map(({ pod, status, syncedAfterMs, liveAfterMs, reason }) => [
    pod,
    status,
    secondsText(syncedAfterMs),
    secondsText(liveAfterMs),
    reason,
  ]);
  return formatTable(['POD', 'STATUS', 'SYNCED AFTER', 'LIVE AFTER', 'REASON'], rows);
}

const secondsText = (milliseconds: number | undefined): string =>
  milliseconds === undefined ? '-' : `${(milliseconds / 1000).toFixed(1)} s`;
