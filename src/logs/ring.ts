/** A queue of bounded length over one array that is never moved. */
export type Ring<T> = {
  readonly length: () => number;
  readonly push: (item: T) => void;
  /** Takes the oldest out. */
  readonly shift: () => T | undefined;
  /** 0 is the oldest. */
  readonly at: (position: number) => T | undefined;
  readonly slice: (from: number, to: number) => readonly T[];
};

/** The caller shifts before it pushes into a full ring, since what goes is to be counted. */
export function createRing<T>(capacity: number): Ring<T> {
  const items: (T | undefined)[] = [];
  let start = 0;
  let length = 0;
  const at = (position: number) =>
    position < 0 || position >= length ? undefined : items[(start + position) % capacity];
  return {
    length: () => length,
    push: (item) => {
      if (length === capacity) throw new RangeError(`a ring of ${capacity} is full`);
      items[(start + length) % capacity] = item;
      length += 1;
    },
    shift: () => {
      if (length === 0) return undefined;
      const item = items[start];
      items[start] = undefined;
      start = (start + 1) % capacity;
      length -= 1;
      return item;
    },
    at,
    slice: (from, to) => {
      const end = Math.min(to, length);
      const result: T[] = [];
      for (let position = Math.max(0, from); position < end; position += 1) {
        const item = at(position);
        if (item !== undefined) result.push(item);
      }
      return result;
    },
  };
}
