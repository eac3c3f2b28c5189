/** Java's `Integer.MAX_VALUE`. */
export const largestInt = 2 ** 31 - 1;

const limits = { int: 2n ** 31n, long: 2n ** 63n } as const;

/** True if `Integer.parseInt` or `Long.parseLong` accepts the text. */
export function isJavaNumber(text: string, type: keyof typeof limits): boolean {
  if (!/^[+-]?\d+$/.test(text)) return false;
  const value = BigInt(text.replace('+', ''));
  return value >= -limits[type] && value < limits[type];
}
