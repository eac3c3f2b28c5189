import type { CompiledFilter } from '../compile-filter.ts';
import type { LogSource } from '../log-store.ts';
import { collectEvents } from './collect-events.ts';
import { matchingLines } from './matching-lines.ts';
import { createScan, type Scan } from './scan.ts';
import { type FoundLines, noLines } from './sequences.ts';

/** One question put to any number of logs. What was found in a log stays found, whether it is looked at or not. */
export type LogScan = {
  /** What was found in this log so far; whatever is found later is not in it. */
  readonly found: (source: LogSource) => FoundLines;
  /**
   * Goes on in these logs until this time of `performance.now()`, from the newest line of all backwards. false once
   * there is nothing more to do.
   */
  readonly work: (sources: readonly LogSource[], until: number) => boolean;
  /** The time (epoch ms) back to which everything was looked at; -Infinity once all is done. */
  readonly reached: (sources: readonly LogSource[]) => number;
  /** How much of these logs was looked through, 0 to 1. */
  readonly progress: (sources: readonly LogSource[]) => number;
};

/** The lines of the events that pass. */
export function createFilterScan(filter: CompiledFilter): LogScan {
  return createLogScan((source) => createScan(source, (found) => collectEvents(source, filter, found)));
}

/** The lines that match. */
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
  const reached = (sources: readonly LogSource[]) =>
    sources.reduce((latest, source) => Math.max(latest, scanOf(source).reached()), Number.NEGATIVE_INFINITY);
  return {
    found: (source) => scans.get(source)?.found.frozen() ?? noLines,
    work: (sources, until) => {
      const scans = sources.map(scanOf);
      for (;;) {
        const time = reached(sources);
        if (time === Number.NEGATIVE_INFINITY) return false;
        scans.find((scan) => scan.reached() === time)?.step();
        if (performance.now() >= until) return true;
      }
    },
    reached,
    progress: (sources) => {
      const all = sources.reduce((sum, { first, end }) => sum + end - first, 0);
      const done = sources.reduce((sum, source) => sum + scanOf(source).scanned(), 0);
      return all === 0 ? 1 : Math.min(1, done / all);
    },
  };
}
