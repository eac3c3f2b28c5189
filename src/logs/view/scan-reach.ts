import type { LogSource } from '../log-store.ts';
import type { LogScan } from './log-scan.ts';
import { type FoundLines, noLines } from './sequences.ts';

/** How far a scan had come at one moment: what is drawn of it does not change while it goes on. */
export type ScanReach = {
  readonly scan: LogScan;
  /** By the key of the log. */
  readonly found: ReadonlyMap<string, FoundLines>;
  /** How much was looked through, 0 to 1. */
  readonly progress: number;
  /** The time (epoch ms) back to which everything was looked at; -Infinity once all is done. */
  readonly reached: number;
};

/** `before` is an earlier one, whose other logs are kept as they were. */
export function reachOf(scan: LogScan, sources: readonly LogSource[], before?: ScanReach): ScanReach {
  const kept = before?.scan === scan ? before.found : [];
  return {
    scan,
    progress: scan.progress(sources),
    reached: scan.reached(sources),
    found: new Map([...kept, ...sources.map((source) => [source.key, scan.found(source)] as const)]),
  };
}

/** Of a scan that was just begun. */
export function notBegun(scan: LogScan): ScanReach {
  return { scan, found: new Map(), progress: 0, reached: Number.POSITIVE_INFINITY };
}

/** What was found in a log; nothing where it was not looked at. */
export function foundIn(reach: ScanReach, { key }: Pick<LogSource, 'key'>): FoundLines {
  return reach.found.get(key) ?? noLines;
}
