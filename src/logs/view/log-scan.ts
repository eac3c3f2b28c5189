import type { CompiledFilter } from '../compile-filter.ts';
import type { LogSource } from '../log-store.ts';
import { collectEvents } from './collect-events.ts';
import { matchingLines } from './matching-lines.ts';
import { createScan, type Scan } from './scan.ts';
import { type FoundLines, noLines } from './sequences.ts';

/** Time budget of one scan slice, ms. Between slices, keys are handled and frames are drawn. */
export const scanSliceMs = 4;

/** A filter or search over any number of logs. Results are kept for logs that are not currently scanned. */
export type LogScan = {
  /** Returns a snapshot of the lines found so far in a log. */
  readonly found: (source: LogSource) => FoundLines;
  /**
   * Scans these logs, newest lines first, until this time of `performance.now()`. Returns false when everything is
   * scanned.
   */
  readonly advance: (sources: readonly LogSource[], until: number) => boolean;
  /** Returns the time (epoch ms) since which all lines are scanned; -Infinity when everything is scanned. */
  readonly scannedSince: (sources: readonly LogSource[]) => number;
  /** Returns the scanned share of these logs, 0 to 1. */
  readonly progress: (sources: readonly LogSource[]) => number;
};

/** Scans for the lines of events that match a filter. */
export function createFilterScan(filter: CompiledFilter): LogScan {
  return createLogScan((source) => createScan(source, (found) => collectEvents(source, filter, found)));
}

/** Scans for lines that match a pattern. */
export function createSearchScan(pattern: RegExp): LogScan {
  return createLogScan((source) =>
    createScan(source, (found) => (from, to) => {
      for (const sequence of matchingLines(source, from, to, pattern)) found.push(sequence);
    }),
  );
}

function createLogScan(begin: (source: LogSource) => Scan): LogScan {
  const scans = new WeakMap<LogSource, Scan>();
  const scanOf = (source: LogSource) => {
    const known = scans.get(source);
    if (known !== undefined) return known;
    const scan = begin(source);
    scans.set(source, scan);
    return scan;
  };
  const scannedSince = (sources: readonly LogSource[]) =>
    sources.reduce((latest, source) => Math.max(latest, scanOf(source).scannedSince()), Number.NEGATIVE_INFINITY);
  return {
    found: (source) => scans.get(source)?.found.snapshot() ?? noLines,
    advance: (sources, until) => {
      const scans = sources.map(scanOf);
      for (;;) {
        const time = scannedSince(sources);
        if (time === Number.NEGATIVE_INFINITY) return false;
        scans.find((scan) => scan.scannedSince() === time)?.step();
        if (performance.now() >= until) return true;
      }
    },
    scannedSince,
    progress: (sources) => {
      const all = sources.reduce((sum, { first, end }) => sum + end - first, 0);
      const done = sources.reduce((sum, source) => sum + scanOf(source).scanned(), 0);
      return all === 0 ? 1 : Math.min(1, done / all);
    },
  };
}
