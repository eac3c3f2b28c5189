import type { LogCounters, LogMinutes, LogSource, LogSourceState, LogStore } from '../../../logs/log-store.ts';
import { type ScanSnapshot, snapshotScan } from '../../../logs/view/scan-snapshot.ts';

/** One log as last drawn. Newer lines are already in `source`, but are shown with the next batch. */
export type DrawnLog = {
  readonly source: LogSource;
  readonly version: number;
  readonly end: number;
  readonly state: LogSourceState;
  readonly counters: LogCounters;
  readonly minutes: LogMinutes;
};

/** Matching lines of some logs. `partial` means that the logs are still being scanned. */
export type MatchCount = {
  readonly lines: number;
  /** Names of the pods with matching lines, the most lines first. */
  readonly pods: readonly string[];
  readonly state: 'partial' | 'complete' | 'at-least';
};

/** Lines that an empty pane does not show: those of other pods, and those below the minimum level. */
export type HiddenMatches = {
  /** The scan of the filter that hides the lines. */
  readonly filterScan: ScanSnapshot['scan'];
  /** Undefined if all pods are shown. */
  readonly otherPods: MatchCount | undefined;
  /** Undefined without a minimum level. */
  readonly belowLevel: MatchCount | undefined;
};

/** A snapshot of the logs. All frames and keys between two batches use the same lines. */
export type DrawnLogs = {
  /** The sources in store order. */
  readonly sources: readonly LogSource[];
  readonly logs: readonly DrawnLog[];
  /** Indexes in `logs` by pod uid, main container first. */
  readonly indexesByUid: ReadonlyMap<string, readonly number[]>;
  /** Loggers of all logs, with their number of events. */
  readonly loggers: ReturnType<LogStore['loggers']>;
  /** Progress and results of the filter and the search. */
  readonly filtered: ScanSnapshot | undefined;
  readonly searched: ScanSnapshot | undefined;
  /** Matching lines that an empty pane does not show; undefined if the pane has lines. */
  readonly hidden: HiddenMatches | undefined;
};

export const noLogs: DrawnLogs = {
  sources: [],
  logs: [],
  indexesByUid: new Map(),
  loggers: [],
  filtered: undefined,
  searched: undefined,
  hidden: undefined,
};

/** Returns the drawn logs of a pod, main container first. */
export function logsOfPod({ logs, indexesByUid }: DrawnLogs, uid: string): readonly DrawnLog[] {
  return (indexesByUid.get(uid) ?? []).map((index) => logs[index]).filter((log) => log !== undefined);
}

/** Reads the current logs. Unchanged logs stay the same objects. */
export function readDrawnLogs(
  store: LogStore,
  previous: DrawnLogs,
): Pick<DrawnLogs, 'sources' | 'logs' | 'indexesByUid' | 'loggers'> {
  const sources = store.sources();
  const isUnchanged = sources === previous.sources;
  const previousLogs = isUnchanged ? undefined : new Map(previous.logs.map((log) => [log.source, log]));
  const logs = sources.map((source, index) => {
    const log = previousLogs === undefined ? previous.logs[index] : previousLogs.get(source);
    return log?.version === source.version ? log : toDrawnLog(source);
  });
  return {
    sources,
    logs,
    indexesByUid: isUnchanged ? previous.indexesByUid : indexesByUidOf(sources),
    loggers: store.loggers(),
  };
}

function indexesByUidOf(sources: readonly LogSource[]): DrawnLogs['indexesByUid'] {
  const indexes = new Map<string, number[]>();
  for (const [index, { uid }] of sources.entries()) {
    const others = indexes.get(uid);
    if (others === undefined) indexes.set(uid, [index]);
    else others.push(index);
  }
  return indexes;
}

/** Reads the current scan results of these logs. Other logs keep their previous results. */
export function readScans(
  scans: {
    readonly filterScan: ScanSnapshot['scan'] | undefined;
    readonly searchScan: ScanSnapshot['scan'] | undefined;
  },
  sources: readonly LogSource[],
  previous: DrawnLogs,
): Pick<DrawnLogs, 'filtered' | 'searched'> {
  return {
    filtered: scans.filterScan && snapshotScan(scans.filterScan, sources, previous.filtered),
    searched: scans.searchScan && snapshotScan(scans.searchScan, sources, previous.searched),
  };
}

function toDrawnLog(source: LogSource): DrawnLog {
  const { version, end, state, counters } = source;
  return { source, version, end, state, counters, minutes: source.minutes() };
}
