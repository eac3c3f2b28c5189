import type { SessionSnapshot } from '../../session/snapshot.ts';
import type { Act } from './acts/act.ts';
import { clusterOf, levelLines } from './acts/exit-report.ts';
import { noResult } from './acts/record-act.ts';
import { initialLogs, type LogsState } from './logs/logs-state.ts';
import type { Screen } from './screen.ts';
import type { LeftCluster, ScreenTarget } from './screen-state.ts';
import { emptyClusterState } from './store.ts';

/**
 * Removes everything that belongs to a cluster from the state, except what the report at the end needs: acts, forwards and
 * changed log levels.
 */
export function leaveCluster({ store, now }: Screen, target: ScreenTarget): void {
  const at = now();
  store.setState(({ acts, logs, leftClusters, snapshot }) => ({
    ...emptyClusterState(),
    logs: keepFormat(logs),
    acts: acts.map((act) => leftAct(act, target.clusterId, at)),
    leftClusters: snapshot === undefined ? leftClusters : withLevels(leftClusters, snapshot, target.context),
  }));
}

function withLevels(
  leftClusters: readonly LeftCluster[],
  snapshot: SessionSnapshot,
  context: string | undefined,
): readonly LeftCluster[] {
  const key = clusterOf(snapshot);
  const lines = levelLines(snapshot, context);
  return [...leftClusters.filter((left) => left.key !== key), ...(lines.length > 0 ? [{ key, lines }] : [])];
}

function keepFormat({ time, hidden, isWrapped }: LogsState): LogsState {
  return { ...initialLogs, time, hidden, isWrapped };
}

function leftAct(act: Act, clusterId: string, at: number): Act {
  const cluster = act.cluster ?? clusterId;
  if (act.end !== undefined) return { ...act, cluster };
  const details = ['flink-tui switched to another cluster before it ended'];
  return {
    ...act,
    cluster,
    end: { ...noResult, outcome: 'interrupted', title: act.title, details, at, isPrinted: true },
  };
}
