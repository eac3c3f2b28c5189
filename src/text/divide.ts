import { largest } from './largest.ts';

/**
 * Divides a total into whole numbers in proportion to the sizes. The largest remainders are rounded up.
 * @param least no part is smaller, as long as there is room
 */
export function divide(total: number, sizes: readonly number[], least = 0): readonly number[] {
  const sum = sizes.reduce((all, size) => all + size, 0);
  if (sum === 0) return sizes.map(() => 0);
  const exact = sizes.map((size) => (size * total) / sum);
  const parts = exact.map((share) => Math.max(least, Math.floor(share)));
  const missing = total - parts.reduce((all, part) => all + part, 0);
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder);
  for (const { index } of byRemainder.slice(0, Math.max(0, missing))) {
    parts[index] = (parts[index] ?? 0) + 1;
  }
  for (let excess = -missing; excess > 0; excess -= 1) {
    const widest = parts.indexOf(largest(parts, Number.NEGATIVE_INFINITY));
    parts[widest] = (parts[widest] ?? 1) - 1;
  }
  return parts;
}
