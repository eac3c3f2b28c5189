/** Sequences in ascending order. */
export type FoundLines = {
  readonly length: number;
  readonly at: (index: number) => number | undefined;
  /** The index of the first one that is not below this; the length if all are. */
  readonly indexFrom: (sequence: number) => number;
};

export const noLines: FoundLines = { length: 0, at: () => undefined, indexFrom: () => 0 };

/** The same, four bytes each, growing at both ends. */
export type Sequences = {
  /** As they are now, whatever comes; the same object until something has come. */
  readonly frozen: () => FoundLines;
  /** After all others. */
  readonly push: (sequence: number) => void;
  /** All of these before all others. */
  readonly prepend: (older: FoundLines) => void;
  /** Takes away this one and all after it. */
  readonly truncateFrom: (sequence: number) => void;
  /** Takes away all before this one. */
  readonly dropBefore: (sequence: number) => void;
};

export function createSequences(): Sequences {
  // Kept as distances from the first one that came: sequences may outgrow 32 bits, the lines that are kept do not.
  let base = 0;
  let items = new Int32Array(64);
  let start = 0;
  let end = 0;
  let latest: FoundLines | undefined;
  /** Whether somebody may still look at these items as they were. */
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
    frozen: () => {
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
      if (areShared) items = items.slice(); // their places are taken anew
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

/** How many of the items from `start` up to before `end` are below this. */
function indexIn(items: Int32Array, start: number, end: number, wanted: number): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low - start;
}
