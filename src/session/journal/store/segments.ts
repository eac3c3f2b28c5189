import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { explainFileError } from '../../../logs/spool/explain-file-error.ts';
import { listSegments } from './journal-folder.ts';
import type { Run } from './merge-runs.ts';
import { createIntern } from './parse-entry.ts';
import { createSegmentReader, problemOf, readMore, type SegmentReader } from './segment-reader.ts';
import type { TimeSlice } from './time-slice.ts';
import type { Interval, WatchedTime } from './watched-intervals.ts';

/** A live process changes its segment about once a second. */
const activeMs = 2 * 60_000;
/** A suspended process can continue an old segment. */
const checkOldMs = 60_000;
/** Commands add to the same segment for a day. */
const activeWithActsMs = 24 * 3_600_000;

/** The segments of a folder that other processes wrote. */
export type Segments = {
  /** Reads the lines that were added since the last call. Never rejects. */
  readonly read: (slice: TimeSlice) => Promise<Run[]>;
  readonly watchedByWriter: () => Map<string, WatchedTime>;
  readonly problems: () => string[];
  readonly failure: () => string | undefined;
};

export function createSegments(folder: string, isOwn: (name: string) => boolean): Segments {
  const intern = createIntern();
  const readers = new Map<string, SegmentReader>();
  /** Time of the next check for a change, by `performance.now()`. */
  const checkAt = new Map<SegmentReader, number>();
  let failure: string | undefined;

  const list = async (): Promise<readonly string[]> => {
    try {
      const names = await listSegments(folder);
      failure = undefined;
      return names;
    } catch (error) {
      failure = `journal not read: ${explainFileError(error)}`;
      return [];
    }
  };
  const hasChanged = async (reader: SegmentReader): Promise<boolean> => {
    if (reader.size < 0) return true;
    const now = performance.now();
    if (reader.isSkipped || now < (checkAt.get(reader) ?? 0)) return false;
    const found = await stat(reader.path).catch(() => undefined);
    if (found === undefined) return false;
    if (found.size !== reader.size || found.mtimeMs !== reader.mtimeMs) return true;
    const quietMs = reader.header?.onlyActs === true ? activeWithActsMs : activeMs;
    if (Date.now() - found.mtimeMs > quietMs) checkAt.set(reader, now + checkOldMs);
    return false;
  };

  return {
    read: async (slice) => {
      const runs: Run[] = [];
      for (const name of await list()) {
        if (isOwn(name)) continue;
        const reader = readers.get(name) ?? createSegmentReader(join(folder, name));
        readers.set(name, reader);
        if (!(await hasChanged(reader))) continue;
        const entries = await readMore(reader, { intern, slice });
        if (entries.length > 0) runs.push({ writer: reader.header?.writer ?? name, entries });
      }
      return runs;
    },
    watchedByWriter: () => {
      const writers = new Map<string, { watched: Interval[]; unwatched: Interval[] }>();
      for (const { header, unwatched } of readers.values()) {
        if (header === undefined || header.onlyActs === true) continue;
        const known = writers.get(header.writer) ?? { watched: [], unwatched: [] };
        writers.set(header.writer, known);
        known.watched.push({ from: header.from, until: header.watchedUntil });
        for (const interval of unwatched) known.unwatched.push(interval);
      }
      return writers;
    },
    problems: () => [...readers.values()].flatMap((reader) => problemOf(reader) ?? []),
    failure: () => failure,
  };
}
