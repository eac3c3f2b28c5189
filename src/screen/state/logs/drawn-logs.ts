import type { LogCounters, LogMinutes, LogSource, LogSourceState, LogStore } from '../../../logs/log-store.ts';
import { reachOf, type ScanReach } from '../../../logs/view/scan-reach.ts';

/** One log as it was when it was last drawn. What comes later is in `source`, and is not shown before the next batch. */
export type DrawnLog = {
  readonly source: LogSource;
  readonly version: number;
  readonly end: number;
  readonly state: LogSourceState;
  readonly counters: LogCounters;
  readonly minutes: LogMinutes;
};

/** All that the screen knows of the logs, as of one moment: frames and keys between two batches see the same lines. */
export type DrawnLogs = {
  readonly byKey: ReadonlyMap<string, DrawnLog>;
  /** A pod's, its main container first. */
  readonly byUid: ReadonlyMap<string, readonly DrawnLog[]>;
  /** Seen in all logs, with the number of their events. */
  readonly loggers: ReturnType<LogStore['loggers']>;
  /** How far the filter had come, and the search. */
  readonly filtered: ScanReach | undefined;
  readonly searched: ScanReach | undefined;
};

export const noLogs: DrawnLogs = {
  byKey: new Map(),
  byUid: new Map(),
  loggers: [],
  filtered: undefined,
  searched: undefined,
};

/** The logs as they are now; a log that has not changed stays the same object. */
export function readLogs(store: LogStore, before: DrawnLogs): Pick<DrawnLogs, 'byKey' | 'byUid' | 'loggers'> {
  const all = store.sources().map((source) => {
    const known = before.byKey.get(source.key);
    return known?.source === source && known.version === source.version ? known : drawnLog(source);
  });
  return {
    byKey: new Map(all.map((log) => [log.source.key, log])),
    byUid: Map.groupBy(all, ({ source }) => source.uid),
    loggers: store.loggers(),
  };
}

/** How far the scans have come in these logs; those that are not these keep what was drawn of them. */
export function readScans(
  scans: { readonly filtering: ScanReach['scan'] | undefined; readonly searching: ScanReach['scan'] | undefined },
  sources: readonly LogSource[],
  before: DrawnLogs,
): Pick<DrawnLogs, 'filtered' | 'searched'> {
  return {
    filtered: scans.filtering && reachOf(scans.filtering, sources, before.filtered),
    searched: scans.searching && reachOf(scans.searching, sources, before.searched),
  };
}

function drawnLog(source: LogSource): DrawnLog {
  const { version, end, state, counters } = source;
  return { source, version, end, state, counters, minutes: source.minutes() };
}
