import type { LogCounters, LogMinutes, LogSource, LogSourceState, LogStore } from '../../../logs/log-store.ts';
import { snapshotScan, type ScanSnapshot } from '../../../logs/view/scan-snapshot.ts';

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
  /** Of these, in their order. */
  readonly sources: readonly LogSource[];
  readonly logs: readonly DrawnLog[];
  /** Where the logs of a pod are in `logs`, by its uid, its main container first. */
  readonly indexesByUid: ReadonlyMap<string, readonly number[]>;
  /** Seen in all logs, with the number of their events. */
  readonly loggers: ReturnType<LogStore['loggers']>;
  /** How far the filter had come, and the search. */
  readonly filtered: ScanSnapshot | undefined;
  readonly searched: ScanSnapshot | undefined;
};

export const noLogs: DrawnLogs = {
  sources: [],
  logs: [],
  indexesByUid: new Map(),
  loggers: [],
  filtered: undefined,
  searched: undefined,
};

/** A pod's logs as they were drawn, its main container first. */
export function logsOfPod({ logs, indexesByUid: places }: DrawnLogs, uid: string): readonly DrawnLog[] {
  return (places.get(uid) ?? []).map((place) => logs[place]).filter((log) => log !== undefined);
}

/** The logs as they are now; a log that has not changed stays the same object. */
export function readLogs(
  store: LogStore,
  before: DrawnLogs,
): Pick<DrawnLogs, 'sources' | 'logs' | 'indexesByUid' | 'loggers'> {
  const sources = store.sources();
  const isSame = sources === before.sources;
  const known = isSame ? undefined : new Map(before.logs.map((log) => [log.source, log]));
  const logs = sources.map((source, place) => {
    const log = known === undefined ? before.logs[place] : known.get(source);
    return log?.version === source.version ? log : drawnLog(source);
  });
  return { sources, logs, indexesByUid: isSame ? before.indexesByUid : placesOf(sources), loggers: store.loggers() };
}

function placesOf(sources: readonly LogSource[]): DrawnLogs['indexesByUid'] {
  const places = new Map<string, number[]>();
  for (const [place, { uid }] of sources.entries()) {
    const others = places.get(uid);
    if (others === undefined) places.set(uid, [place]);
    else others.push(place);
  }
  return places;
}

/** How far the scans have come in these logs; those that are not these keep what was drawn of them. */
export function readScans(
  scans: { readonly filtering: ScanSnapshot['scan'] | undefined; readonly searching: ScanSnapshot['scan'] | undefined },
  sources: readonly LogSource[],
  before: DrawnLogs,
): Pick<DrawnLogs, 'filtered' | 'searched'> {
  return {
    filtered: scans.filtering && snapshotScan(scans.filtering, sources, before.filtered),
    searched: scans.searching && snapshotScan(scans.searching, sources, before.searched),
  };
}

function drawnLog(source: LogSource): DrawnLog {
  const { version, end, state, counters } = source;
  return { source, version, end, state, counters, minutes: source.minutes() };
}
