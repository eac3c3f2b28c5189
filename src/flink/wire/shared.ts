/**
 * Creates a function that returns one object for all equal values, to save memory and to compare them by identity. It
 * forgets all values when it knows `max` of them.
 */
export function createShared<T>(max: number): (value: T) => T {
  const known = new Map<string, T>();
  return (value) => {
    const key = JSON.stringify(value);
    const shared = known.get(key);
    if (shared !== undefined) return shared;
    if (known.size >= max) known.clear();
    known.set(key, value);
    return value;
  };
}
