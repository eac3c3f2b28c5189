import type { LastSeenEntry } from '../entry.ts';

/** A vertex as it was last seen. Shares are from 0 to 1; undefined if they were not measured. */
export type SeenVertex = {
  readonly name: string;
  readonly parallelism: number;
  /** Indexes of the vertices that send records to this one. */
  readonly inputs: readonly number[];
  readonly load: SeenLoad | undefined;
  readonly isBottleneck: boolean;
};

export type SeenLoad = {
  /** undefined if a subtask did not measure it. */
  readonly busy: number | undefined;
  readonly backPressured: number;
  readonly idle: number;
  /** Per second; undefined if unknown. */
  readonly readRecords: number | undefined;
  readonly writeRecords: number | undefined;
};

/** Returns the vertices of an entry in topological order; none if they were never read. */
export function seenVertices(entry: LastSeenEntry): readonly SeenVertex[] {
  const { names = [], parallelisms = [], inputs = [], bottleneck } = entry;
  return names.map((name, index) => ({
    name,
    parallelism: parallelisms[index] ?? 0,
    inputs: inputs[index] ?? [],
    load: loadAt(entry, index),
    isBottleneck: index === bottleneck,
  }));
}

function loadAt(entry: LastSeenEntry, index: number): SeenLoad | undefined {
  const { busy, backPressured, idle, readRecords, writeRecords } = entry;
  const [pressure, rest] = [backPressured?.[index] ?? null, idle?.[index] ?? null];
  if (pressure === null || rest === null) return undefined;
  const share = busy?.[index] ?? undefined;
  return {
    busy: share === undefined ? undefined : share / 100,
    backPressured: pressure / 100,
    idle: rest / 100,
    readRecords: readRecords?.[index] ?? undefined,
    writeRecords: writeRecords?.[index] ?? undefined,
  };
}
