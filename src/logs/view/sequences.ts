/** Line sequences in ascending order. */
export type FoundLines = {
  readonly length: number;
  readonly at: (index: number) => number | undefined;
  /** Returns the index of the first sequence at or after this one; `length` if there is none. */
  readonly indexFrom: (sequence: number) => number;
};

export const noLines: FoundLines = { length: 0, at: () => undefined, indexFrom: () => 0 };

/** A compact list of sequences (four bytes each) that can grow at both ends. */
export type Sequences = {
  /** Returns an immutable snapshot; the same object until the next change. */
  readonly snapshot: () => FoundLines;
  /** Appends a sequence, which must be greater than all others. */
  readonly push: (sequence: number) => void;
  /** Inserts sequences before all others. */
  readonly prepend: (older: FoundLines) => void;
  /** Removes this sequence and all after it. */
  readonly truncateFrom: (sequence: number) => void;
  /** Removes all sequences before this one. */
  readonly dropBefore: (sequence: number) => void;
};

export function createSequences(): Sequences {
  // Items are relative to the first sequence, because sequences can exceed 32 bits but their differences cannot.
  let base = 0;
  let items = new Int32Array(64);
  let start = 0;
  let end = 0;
  let latest: FoundLines | undefined;
  /** Whether a snapshot still uses this array. */
  let areShared = false;

  const grow = (before: number, after: number) => {
    const length = end - start;
    const larger = new Int32Array(before + length + after);
    larger.set(items.subarray(start, end), before);
    end = before + length;
    start = before;
    items = larger;
  };
  return {
    snapshot: () => {
      latest ??= view(items, start, end, base);
      areShared = true;
      return latest;
    },
    push: (sequence) => {
      latest = undefined;
      if (start === end) base = sequence;
      if (end === items.length) grow(0, Math.max(64, end - start));
      items[end] = sequence - base;
      end += 1;
    },
    prepend: (older) => {
      const count = older.length;
      if (count === 0) return;
      latest = undefined;
      if (start === end) base = older.at(0) ?? 0;
      if (start < count) grow(count + end - start, 64);
      start -= count;
      for (let index = 0; index < count; index += 1) items[start + index] = (older.at(index) ?? 0) - base;
    },
    truncateFrom: (sequence) => {
      const last = start + indexIn(items, start, end, sequence - base);
      if (last === end) return;
      if (areShared) items = items.slice(); // Later pushes would overwrite slots of the snapshot.
      areShared = false;
      latest = undefined;
      end = last;
    },
    dropBefore: (sequence) => {
      latest = undefined;
      start += indexIn(items, start, end, sequence - base);
    },
  };
}

function view(items: Int32Array, start: number, end: number, base: number): FoundLines {
  const length = end - start;
  return {
    length,
    at: (index) => (index < 0 || index >= length ? undefined : (items[start + index] ?? 0) + base),
    indexFrom: (sequence) => indexIn(items, start, end, sequence - base),
  };
}

/** Counts the items in the range below this value. */
function indexIn(items: Int32Array, start: number, end: number, limit: number): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low - start;
}
