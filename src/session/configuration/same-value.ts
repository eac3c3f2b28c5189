import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';

/**
 * Returns whether two texts are the same value of an option. Flink writes lists as YAML (`[a, b]`) and reads numbers, so
 * that texts may differ: `1.0` and `1`.
 */
export function isSameValue(a: string, b: string): boolean {
  if (a.trim() === b.trim()) return true;
  if (isNumber(a) && isNumber(b)) return Number(a) === Number(b);
  if (/^(true|false)$/i.test(a)) return a.toLowerCase() === b.toLowerCase();
  return isCollection(a) && isCollection(b) && isDeepStrictEqual(parsed(a), parsed(b));
}

const isNumber = (text: string): boolean => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim());
const isCollection = (text: string): boolean => /^[[{]/.test(text.trim());

function parsed(text: string): unknown {
  try {
    return asTexts(parse(text, { logLevel: 'silent' }));
  } catch {
    // Not YAML, so that only the same text is the same value.
    return text;
  }
}

/** Items may be quoted in one of the texts only. */
function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asTexts(item)]));
}

const factors: { readonly [unit: string]: number } = { '': 1, b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** Parses a size of memory as Flink's `MemorySize` does, in bytes: `1600m`, `1 gb`, `201326592b`; undefined if it is none. */
export function parseMemorySize(text: string): number | undefined {
  const [, number, unit = ''] =
    /^(\d+)\s*(b|bytes|k|kb|kibibytes|m|mb|mebibytes|g|gb|gibibytes|t|tb|tebibytes)?$/i.exec(text.trim()) ?? [];
  return number === undefined ? undefined : Number(number) * (factors[unit.slice(0, 1).toLowerCase()] ?? 1);
}
