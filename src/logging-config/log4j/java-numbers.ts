/** Java's `Integer.MAX_VALUE`. */
export const largestInt = 2 ** 31 - 1;

const limits = { int: 2n ** 31n, long: 2n ** 63n } as const;

/** Whether `Integer.parseInt` or `Long.parseLong` takes the text, blanks aside. */
export function isJavaNumber(text: string, type: keyof typeof limits): boolean {
  if (!/^[+-]?\d+$/.test(text)) return false;
  const value = BigInt(text.replace('+', ''));
  return value >= -limits[type] && value < limits[type];
}
