/** Returns the delay before the next retry in milliseconds: doubled per failure, capped, with up to 50 % jitter. */
export function backOffMs(failures: number, firstMs: number, capMs: number): number {
  const full = Math.min(capMs, firstMs * 2 ** Math.max(0, failures - 1));
  return Math.round(full / 2 + (Math.random() * full) / 2);
}
