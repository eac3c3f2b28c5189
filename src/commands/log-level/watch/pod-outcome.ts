import { formatTable } from '../../../text/table.ts';

/** What became of a change in one pod. Times are milliseconds from the moment in which the ConfigMap had it. */
export type PodOutcome = {
  readonly pod: string;
  /**
   * `written`: the pod does not have the file yet. `in the pod`: its JVM has not read it yet. `live`: its logs are by
   * the new levels. `at its start`: it starts by them. `not read`: it never reads the file again. `gone`: the pod is.
   */
  readonly state: 'written' | 'in the pod' | 'live' | 'at its start' | 'not read' | 'gone';
  /** undefined where that was not seen. */
  readonly inPodMs: number | undefined;
  readonly liveMs: number | undefined;
  /** How it is known to be live: a line that only the new level lets through, or the interval has passed. */
  readonly by: 'log' | 'interval' | undefined;
  readonly why: string;
};

const seenBy = { log: 'its log', interval: 'the interval' } as const;

export function outcomeTable(outcomes: readonly PodOutcome[]): string {
  const rows = outcomes.map(({ pod, state, inPodMs, liveMs, by, why }) => [
    pod,
    state,
    seconds(inPodMs),
    seconds(liveMs),
    by === undefined ? why : seenBy[by],
  ]);
  return formatTable(['POD', 'STATE', 'IN POD', 'LIVE AFTER', 'SEEN BY'], rows);
}

const seconds = (milliseconds: number | undefined): string =>
  milliseconds === undefined ? '-' : `${(milliseconds / 1000).toFixed(1)} s`;
