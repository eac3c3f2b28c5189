const factors = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const;

/** Parses `512MiB` or `1.5 GiB` to bytes; undefined if invalid. The `i` is optional and case is ignored. */
export function parseSize(text: string): number | undefined {
  const [, number, letter] = /^(\d+(?:\.\d+)?) ?(?:([KMGT])i?)?B$/i.exec(text.trim()) ?? [];
  if (number === undefined) return undefined;
  const unit = Object.keys(factors).find((name) => name[0] === letter?.toUpperCase()) ?? 'B';
  return Math.round(Number(number) * factors[unit as keyof typeof factors]);
}
