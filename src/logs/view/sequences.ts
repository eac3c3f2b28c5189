/** Sequences in ascending order, four bytes each, growing at both ends. */
export type Sequences = {
  readonly length: () => number;
  /** Changes with every change. */
  readonly version: () => number;
  readonly at: (index: number) => number | undefined;
  /** The index of the first one that is not below this; the length if all are. */
  readonly indexFrom: (sequence: number) => number;
  /** After all others. */
  readonly push: (sequence: number) => void;
  /** All of these before all others. */
  readonly prepend: (older: Sequences) => void;
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
  let version = 0;

  const length = () => end - start;
  const grow = (before: number, after: number) => {
    const larger = new Int32Array(before + length() + after);
    larger.set(items.subarray(start, end), before);
    end = before + length();
    start = before;
    items = larger;
  };
  const indexFrom = (sequence: number) => {
    const wanted = sequence - base;
    let low = start;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((items[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low - start;
  };
  return {
    length,
    version: () => version,
    at: (index) => (index < 0 || index >= length() ? undefined : (items[start + index] ?? 0) + base),
    indexFrom,
    push: (sequence) => {
      version += 1;
      if (start === end) base = sequence;
      if (end === items.length) grow(0, Math.max(64, length()));
      items[end] = sequence - base;
      end += 1;
    },
    prepend: (older) => {
      const count = older.length();
      if (count === 0) return;
      version += 1;
      if (start === end) base = older.at(0) ?? 0;
      if (start < count) grow(count + length(), 64);
      start -= count;
      for (let index = 0; index < count; index += 1) items[start + index] = (older.at(index) ?? 0) - base;
    },
    truncateFrom: (sequence) => {
      version += 1;
      end = start + indexFrom(sequence);
    },
    dropBefore: (sequence) => {
      version += 1;
      start += indexFrom(sequence);
    },
  };
}
