import type { LogSource } from '../log-store.ts';
import type { LogScan } from './log-scan.ts';
import { type FoundLines, noLines } from './sequences.ts';

/** The progress and results of a scan at one moment. Frames are drawn from the snapshot while the scan continues. */
export type ScanSnapshot = {
  readonly scan: LogScan;
  /** Lines found, by log key. */
  readonly found: ReadonlyMap<string, FoundLines>;
  /** Scanned share, 0 to 1. */
  readonly progress: number;
  /** Time (epoch ms) since which all lines are scanned; -Infinity when everything is scanned. */
  readonly scannedSince: number;
};

/** Takes a snapshot. Logs that are only in the previous snapshot keep their results. */
export function snapshotScan(scan: LogScan, sources: readonly LogSource[], previous?: ScanSnapshot): ScanSnapshot {
  const kept = previous?.scan === scan ? previous.found : [];
  return {
    scan,
    progress: scan.progress(sources),
    scannedSince: scan.scannedSince(sources),
    found: new Map([...kept, ...sources.map((source) => [source.key, scan.found(source)] as const)]),
  };
}

/** Returns the snapshot of a scan that has not started. */
export function emptySnapshot(scan: LogScan): ScanSnapshot {
  return { scan, found: new Map(), progress: 0, scannedSince: Number.POSITIVE_INFINITY };
}

/** Returns the lines found in a log; empty if it is not scanned. */
export function foundIn(snapshot: ScanSnapshot, { key }: Pick<LogSource, 'key'>): FoundLines {
  return snapshot.found.get(key) ?? noLines;
}
